/** Whether somebody can see this window, works in it, and has a network; how wide it is. */

import { computed, signal, type ReadonlySignal } from '@preact/signals'

export const visible = watched(() => document.visibilityState === 'visible', document, 'visibilitychange')
const focused = watched(() => document.hasFocus(), window, 'focus', 'blur')
export const networked = watched(() => navigator.onLine, window, 'online', 'offline')

/** Somebody sees it and works in it: what is shown now counts as seen. */
export const attended = computed(() => visible.value && focused.value)

/** How many panes stand beside each other. */
const two = matchMedia('(min-width: 768px)')
const three = matchMedia('(min-width: 1200px)')
export const panes = watched(() => (three.matches ? 3 : two.matches ? 2 : 1), [two, three], 'change')

/** A clock for words such as "3 min". */
export const now = signal(new Date())
setInterval(() => {
  if (visible.value) now.value = new Date()
}, 20_000)

function watched<T>(look: () => T, at: EventTarget | readonly EventTarget[], ...events: string[]): ReadonlySignal<T> {
  const seen = signal(look())
  for (const target of Array.isArray(at) ? at : [at]) {
    for (const event of events) target.addEventListener(event, () => (seen.value = look()))
  }
  return seen
}
