/** One list of chats, page by page and kept up to date: what the server told, with what was heard since. */

import { batch, signal } from '@preact/signals'
import type { Filter } from './routes'
import { byActivity, newer, type Row } from './sessionRows'

export interface Query {
  status: Filter
  q: string
}

export interface SessionPage {
  sessions: Row[]
  next_cursor: string | null
}

export type LoadPage = (query: Query, cursor: string | null, limit: number) => Promise<SessionPage>

export type Phase = 'loading' | 'ready' | 'failed'
export type More = 'none' | 'some' | 'loading' | 'failed'

export type SessionList = ReturnType<typeof createList>

const FIRST_PAGE = 50
const LARGEST_PAGE = 100

export function createList(query: Query, load: LoadPage) {
  const rows = signal<readonly Row[]>([])
  const phase = signal<Phase>('loading')
  const more = signal<More>('none')
  /** Why the first page did not come. */
  const failure = signal<unknown>(null)
  let cursor: string | null = null
  let refreshing: Promise<boolean> | null = null
  let asked = false
  /** What events changed since the present refresh was asked for; its answer may not know it yet. */
  let heard = new Set<string>()

  const find = (id: string) => rows.value.find(row => row.session_id === id)
  const belongs = (row: Row) => query.status === 'all' || row.status === query.status

  function show(next: Iterable<Row>): void {
    const shown = [...next].filter(belongs).sort(byActivity)
    const same = shown.length === rows.value.length && shown.every((row, at) => row === rows.value[at])
    if (!same) rows.value = shown
  }

  /** Takes over a chat as something else told it; a chat that is not in this list stays out. */
  function put(told: Row): void {
    const known = find(told.session_id)
    if (known === undefined || known === told) return
    heard.add(told.session_id)
    show(rows.value.map(row => (row === known ? newer(known, told) : row)))
  }

  /** Asks again for everything that was loaded; true when the server answered. */
  function refresh(): Promise<boolean> {
    if (refreshing !== null) {
      asked = true
      return refreshing
    }
    asked = false
    refreshing = fetchAll().finally(() => {
      refreshing = null
      if (asked) void refresh()
    })
    return refreshing
  }

  async function fetchAll(): Promise<boolean> {
    heard = new Set()
    const told: Row[] = []
    const wanted = Math.max(FIRST_PAGE, rows.value.length)
    let next: string | null = null
    try {
      do {
        const page: SessionPage = await load(query, next, Math.min(LARGEST_PAGE, wanted - told.length))
        told.push(...page.sessions)
        next = page.sessions.length === 0 ? null : page.next_cursor
      } while (next !== null && told.length < wanted)
    } catch (error) {
      failure.value = error
      if (phase.value === 'loading') phase.value = 'failed'
      return false
    }
    replace(told, next)
    return true
  }

  function replace(told: readonly Row[], next: string | null): void {
    const merged = new Map(told.map(row => [row.session_id, row]))
    for (const known of rows.value) {
      const same = merged.get(known.session_id)
      if (same !== undefined) merged.set(known.session_id, newer(known, same))
      else if (heard.has(known.session_id)) merged.set(known.session_id, known)
    }
    cursor = next
    batch(() => {
      show(merged.values())
      phase.value = 'ready'
      more.value = next === null ? 'none' : 'some'
    })
  }

  async function loadMore(): Promise<void> {
    if (more.value === 'loading' || more.value === 'none') return
    more.value = 'loading'
    const from = cursor
    try {
      const page = await load(query, from, FIRST_PAGE)
      // A refresh that came between has set another end: this page no longer fits to it.
      if (cursor !== from) return
      const merged = new Map(rows.value.map(row => [row.session_id, row]))
      for (const row of page.sessions) {
        const known = merged.get(row.session_id)
        merged.set(row.session_id, known === undefined ? row : newer(known, row))
      }
      cursor = page.next_cursor
      batch(() => {
        show(merged.values())
        more.value = cursor === null ? 'none' : 'some'
      })
    } catch {
      more.value = 'failed'
    }
  }

  /** After a failure: the first page again, as if it had never been asked for. */
  function retry(): Promise<boolean> {
    if (phase.value === 'failed') phase.value = 'loading'
    return refresh()
  }

  return { query, rows, phase, more, failure, find, put, refresh, loadMore, retry }
}
