/** What was written and is not stored yet: texts that wait, and the draft. Kept in the browser, shared by its tabs. */

import { effect, signal, type Signal } from '@preact/signals'
import type { Store, Unsent } from '../conversation'

export type UnsentTexts = ReturnType<typeof createUnsent>

export function createUnsent(store: Store, key: string) {
  const list = signal<readonly Unsent[]>([])
  let kept = ''
  /** Set when the browser refuses to keep more: from then on this tab remembers alone. */
  let alone = false

  /** As it is now, also by the doing of other tabs. */
  function read(): readonly Unsent[] {
    const text = alone ? kept : (take(store, key) ?? '')
    if (text !== kept) list.value = parsed((kept = text))
    return list.value
  }

  function write(next: readonly Unsent[]): void {
    list.value = next
    kept = next.length > 0 ? JSON.stringify(next) : ''
    alone = !put(store, key, kept) || alone
  }

  read()
  return {
    list,
    read,
    next: () => read().find(each => each.refused === undefined),
    add: (text: Unsent) => write([...read(), text]),
    refuse: (id: string, refused: string) => write(read().map(each => (each.id === id ? { ...each, refused } : each))),
    drop(gone: readonly { id: string }[]) {
      const isGone = ({ id }: Unsent) => gone.some(each => each.id === id)
      if (list.value.some(isGone)) write(read().filter(each => !isGone(each)))
    },
  }
}

/** The draft is in the store while it is typed, and follows what another tab types. */
export function createDraft(store: Store, key: string) {
  const draft: Signal<string> = signal(take(store, key) ?? '')
  const stop = effect(() => {
    const text = draft.value
    if (text !== (take(store, key) ?? '')) put(store, key, text)
  })
  return { draft, stop, read: () => (draft.value = take(store, key) ?? '') }
}

function parsed(text: string | null): Unsent[] {
  try {
    const found: unknown = JSON.parse(text ?? '')
    return Array.isArray(found) ? found : []
  } catch {
    return []
  }
}

/** A page may forbid its storage at any time. */
function take(store: Store, key: string): string | null {
  try {
    return store.getItem(key)
  } catch {
    return null
  }
}

function put(store: Store, key: string, text: string): boolean {
  try {
    if (text) store.setItem(key, text)
    else store.removeItem(key)
    return true
  } catch {
    return false
  }
}
