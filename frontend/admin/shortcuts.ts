/** Single keys that work anywhere but in a field or a dialog. */

import { signal } from '@preact/signals'
import type { Desk } from './desk'
import { chatsWith, go, place } from './navigation'
import { FILTERS } from './routes'
import { singleKeys } from './settings'
import type { Word } from './words'

/** What a key does on the screen; the parts of the page that are there answer to it. */
export type Wish = 'search' | 'write' | 'close' | 'visitor'

/** The last wish, with a number so that the same one twice is two. */
export const wish = signal<{ what: Wish; at: number } | null>(null)
export const sheetOpen = signal(false)

export const KEYS = {
  next: 'j',
  previous: 'k',
  unread: 'u',
  search: '/',
  write: 'r',
  leave: 'Esc',
  close: 'e',
  visitor: 'v',
  filter: 'f',
  chats: '1',
  statistics: '2',
  help: '?',
} as const

export type Key = keyof typeof KEYS

export const SHEET: readonly (readonly [Word, string])[] = [
  ...(Object.keys(KEYS) as Key[]).map(key => [`shortcut.${key}` as Word, KEYS[key]] as const),
  ['shortcut.send', 'Enter'],
  ['shortcut.line', 'Shift Enter'],
]

export function listenForKeys(desk: Desk): () => void {
  const doing = actions(desk)
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('dialog:modal') !== null) return
    if (event.key === 'Escape') return leave(event)
    if (!singleKeys.value || isField(event.target)) return
    const key = (Object.keys(KEYS) as Key[]).find(name => KEYS[name] === event.key.toLowerCase())
    if (key === undefined) return
    event.preventDefault()
    doing[key]()
  }
  addEventListener('keydown', hear)
  return () => removeEventListener('keydown', hear)
}

/** Out of the field first, then out of the chat. */
function leave(event: KeyboardEvent): void {
  if (isField(event.target)) (event.target as HTMLElement).blur()
  else if (place.value.page === 'chats' && place.value.session !== null) go(chatsWith({ session: null }))
}

function actions(desk: Desk): Record<Key, () => void> {
  const want = (what: Wish) => () => (wish.value = { what, at: performance.now() })
  return {
    next: () => step(desk, 1),
    previous: () => step(desk, -1),
    unread: () => toUnread(desk),
    search: () => {
      if (place.value.page !== 'chats') go(chatsWith({}))
      setTimeout(want('search'))
    },
    write: want('write'),
    leave: () => {},
    close: want('close'),
    visitor: want('visitor'),
    filter: () => {
      const at = chatsWith({})
      go({ ...at, status: FILTERS[(FILTERS.indexOf(at.status) + 1) % FILTERS.length] ?? 'active' })
    },
    chats: () => go(chatsWith({})),
    statistics: () => go({ page: 'statistics' }),
    help: () => (sheetOpen.value = true),
  }
}

function step(desk: Desk, by: 1 | -1): void {
  const rows = desk.inbox.list.value.rows.value
  const from = rows.findIndex(row => row.session_id === chatsWith({}).session)
  const next = from === -1 ? rows[by === 1 ? 0 : rows.length - 1] : rows[from + by]
  if (next !== undefined) go(chatsWith({ session: next.session_id }))
}

function toUnread(desk: Desk): void {
  const rows = desk.inbox.list.value.rows.value
  const from = rows.findIndex(row => row.session_id === chatsWith({}).session)
  const next = [...rows.slice(from + 1), ...rows.slice(0, from + 1)].find(row => row.unread_count > 0)
  if (next !== undefined) go(chatsWith({ session: next.session_id }))
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=radio]), textarea, select, [contenteditable]')
}
