/** What the team sees of all chats: lists, what is unread, and how they stay equal to the server's. */

import { computed, effect, signal, type ReadonlySignal } from '@preact/signals'
import type { Filter } from './routes'
import { createList, type LoadPage, type Query } from './sessionList'
import { afterClose, afterMessage, afterRead, type Row } from './sessionRows'
import type { MessageView } from '../shared/views'

export interface MessageSent {
  session_id: string
  seq: number
  message?: MessageView
}

/** What is heard on `admin-chat`. */
export type Heard =
  | { name: 'message.sent'; data: MessageSent }
  | { name: 'messages.read'; data: { session_id: string; reader: string; up_to_seq: number } }
  | { name: 'session.started'; data: { session_id: string } }
  | { name: 'session.closed'; data: { session_id: string; closed_by: Row['closed_by'] } }
  | { name: 'session.erased'; data: { session_id: string } }

export interface Surroundings {
  load: LoadPage
  /** True from each `subscription_succeeded` until the socket is gone. */
  subscribed: ReadonlySignal<boolean>
  visible: ReadonlySignal<boolean>
  /** A number from 0 to 1; all waits are spread by it. */
  chance?: () => number
}

export type Inbox = ReturnType<typeof createInbox>

const SEARCH_WAIT = 250
const GATHER = 150
const LOOK = 20_000
const POLL = 2_000

export function createInbox({ load, subscribed, visible, chance = Math.random }: Surroundings) {
  const active = createList({ status: 'active', q: '' }, load)
  const list = signal(active)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let stopped = false

  const lists = () => (list.value === active ? [active] : [active, list.value])
  const find = (id: string): Row | undefined => list.value.find(id) ?? active.find(id)
  const unread = computed(() => active.rows.value.filter(row => row.unread_count > 0).length)

  function later(name: string, wait: number, run: () => void): void {
    clearTimeout(timers.get(name))
    if (!stopped) timers.set(name, setTimeout(run, wait))
  }

  async function refresh(): Promise<void> {
    await Promise.all(lists().map(each => each.refresh()))
  }

  /** Several things that need a look within a moment are one look; the first of them sets the time. */
  function refreshSoon(): void {
    if (timers.has('soon')) return
    later('soon', GATHER, () => {
      timers.delete('soon')
      void refresh()
    })
  }

  /** While subscribed a swallowed last event shows no gap, so look now and then; without a socket look often. */
  function keepLooking(): void {
    const wait = subscribed.value ? LOOK + 5_000 * chance() : POLL + 1_000 * chance()
    later('look', wait, () => {
      const looked = visible.value || !subscribed.value ? refresh() : Promise.resolve()
      void looked.then(keepLooking)
    })
  }

  function show(query: Query): void {
    clearTimeout(timers.get('search'))
    const { status, q } = list.value.query
    if (query.status === status && query.q.trim() === q) return
    if (query.status === 'active' && query.q.trim() === '') list.value = active
    else {
      list.value = createList({ status: query.status, q: query.q.trim() }, load)
      void list.value.refresh()
    }
  }

  /** Searches once nothing was typed for a moment. */
  function search(status: Filter, q: string, then: () => void): void {
    later('search', SEARCH_WAIT, () => {
      show({ status, q })
      then()
    })
  }

  /** Something told a whole chat: an answer to reading, closing, or to a look at its messages. */
  function know(row: Row): void {
    for (const each of lists()) each.put(row)
  }

  function hear(event: Heard): void {
    const row = find(event.data.session_id)
    if (row === undefined) {
      if (event.name !== 'messages.read' && event.name !== 'session.erased') refreshSoon()
      return
    }
    const changed = changedBy(row, event)
    if (changed === null) return refreshSoon()
    know(changed)
    if (list.value.find(row.session_id) === undefined && couldBeIn(list.value.query, changed)) refreshSoon()
  }

  const unwatch = effect(() => {
    // Read first: the effect runs whenever one of them changes.
    const catchUp = subscribed.value || visible.value
    if (catchUp) refreshSoon()
    keepLooking()
  })

  function stop(): void {
    stopped = true
    unwatch()
    for (const timer of timers.values()) clearTimeout(timer)
  }

  return { list, active, unread, find, show, search, know, hear, refresh, stop }
}

/** Only the server knows what a search finds; here it is only guessed whether to ask it. */
function couldBeIn({ status, q }: Query, row: Row): boolean {
  const said = `${row.guest_name} ${row.guest_email}`.toLowerCase()
  return (status === 'all' || status === row.status) && said.includes(q.toLowerCase())
}

function changedBy(row: Row, event: Heard): Row | null {
  switch (event.name) {
    case 'message.sent':
      return afterMessage(row, event.data.seq, event.data.message)
    case 'messages.read':
      return afterRead(row, event.data.reader, event.data.up_to_seq)
    case 'session.started':
    case 'session.erased':
      return null
    case 'session.closed':
      return afterClose(row, event.data.closed_by)
  }
}
