/** What was written and is not stored yet: texts that wait, and the draft. Kept in the browser, shared by its tabs. */

import { effect, signal, type Signal } from '@preact/signals'
import type { Unsent } from '../conversation'
import type { Store } from '../store'

export type UnsentTexts = ReturnType<typeof createUnsent>

export function createUnsent(store: Store, key: string) {
  const list = signal<readonly Unsent[]>([])
  /** Written here: a tab that wrote at the same moment had not seen them. */
  const own = new Set<string>()
  let kept = ''

  /** As it is now, also by the doing of other tabs. */
  function read(): readonly Unsent[] {
    const text = store.getItem(key) ?? ''
    if (text !== kept) {
      const found = parsed((kept = text))
      const lost = list.value.filter(({ id, refused }) => own.has(id) && !refused && !text.includes(id))
      list.value = found
      if (lost.length) write([...found, ...lost])
    }
    return list.value
  }

  function write(next: readonly Unsent[]): void {
    list.value = next
    kept = next.length ? JSON.stringify(next) : ''
    put(store, key, kept)
  }

  read()
  return {
    list,
    read,
    next: () => read().find(each => !each.refused),
    add(text: Unsent) {
      own.add(text.id)
      write([...read(), text])
    },
    refuse: (id: string, refused: string) => write(read().map(each => (each.id === id ? { ...each, refused } : each))),
    drop(gone: readonly { id: string }[]) {
      const isGone = ({ id }: Unsent) => gone.some(each => each.id === id)
      if (list.value.some(isGone)) write(read().filter(each => !isGone(each)))
    },
  }
}

/** The draft is in the store while it is typed, and follows what another tab types; `wrote` hears only what is typed here. */
export function createDraft(store: Store, key: string, wrote: (text: string) => void) {
  const kept = () => store.getItem(key) ?? ''
  const draft: Signal<string> = signal(kept())
  const stop = effect(() => {
    const text = draft.value
    if (text === kept()) return
    put(store, key, text)
    wrote(text)
  })
  return { draft, stop, read: () => (draft.value = kept()) }
}

function parsed(text: string): Unsent[] {
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}

/** Nothing is kept of nothing. */
function put(store: Store, key: string, text: string): void {
  if (text) store.setItem(key, text)
  else store.removeItem(key)
}
