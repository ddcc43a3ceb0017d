/** Where the console is, kept equal to the address bar; the addresses themselves are in routes.ts. */

import { computed, signal } from '@preact/signals'
import { addressOf, placeOf, type Chats, type Place } from './routes'

const address = signal(here())

export const place = computed(() => placeOf(address.value))

export function go(to: Place | string, { replace = false } = {}): void {
  const next = typeof to === 'string' ? to : addressOf(to)
  if (next === here()) return
  if (replace) history.replaceState(null, '', next)
  else history.pushState(null, '', next)
  address.value = next
}

/** The list as it is now with something changed, or the plain one from elsewhere. */
export function chatsWith(change: Partial<Chats>): Chats {
  const now = place.value
  const from: Chats = now.page === 'chats' ? now : { page: 'chats', session: null, status: 'active', q: '' }
  return { ...from, ...change }
}

/** Links inside the console change the address without loading it anew. */
export function follow(): void {
  addEventListener('popstate', () => (address.value = here()))
  addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || event.defaultPrevented || !isPlain(event) || !isOurs(link)) return
    event.preventDefault()
    go(link.pathname + link.search)
  })
}

function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey
}

function isOurs(link: HTMLAnchorElement): boolean {
  const inside = link.origin === location.origin && placeOf(link.pathname).page !== 'unknown'
  return inside && link.target === '' && !link.hasAttribute('download')
}

function here(): string {
  return location.pathname + location.search
}
