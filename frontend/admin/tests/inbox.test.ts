import { signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInbox } from '../inbox'
import { byActivity, type Row } from '../sessionRows'
import type { Query } from '../sessionList'
import { aChat, aMessage, at } from './builders'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** The server's list in memory, paged by key as the real one. */
function aServer(...chats: Row[]) {
  const server = { chats, loads: [] as Query[], down: false }
  const load = async (query: Query, cursor: string | null, limit: number) => {
    server.loads.push(query)
    if (server.down) throw new TypeError('Failed to fetch')
    const key = (row: Row) => `${row.last_activity_at} ${row.session_id}`
    const found = server.chats
      .filter(row => query.status === 'all' || row.status === query.status)
      .filter(row => row.guest_name.toLowerCase().includes(query.q.toLowerCase()))
      .filter(row => cursor === null || key(row) < cursor)
      .sort(byActivity)
    const sessions = found.slice(0, limit)
    const last = sessions.at(-1)
    return { sessions, next_cursor: found.length > limit && last ? key(last) : null }
  }
  return Object.assign(server, { load })
}

function anInbox(server: ReturnType<typeof aServer>) {
  const subscribed = signal(true)
  const visible = signal(true)
  const inbox = createInbox({ load: server.load, subscribed, visible, chance: () => 0 })
  return { inbox, subscribed, visible, settle: () => vi.advanceTimersByTimeAsync(200) }
}

const names = (rows: readonly Row[]) => rows.map(row => row.guest_name)
const many = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    aChat({ session_id: `s${i}`, guest_name: `Guest ${i}`, last_activity_at: `2026-11-23T00:00:${String(i).padStart(3, '0')}Z` }),
  )

describe('the list of chats', () => {
  it('shows the newest activity first', async () => {
    const { inbox, settle } = anInbox(aServer(aChat({ guest_name: 'Old' }), aChat({ session_id: 'b', guest_name: 'New', last_activity_at: at(5) })))
    await settle()
    expect(names(inbox.list.value.rows.value)).toEqual(['New', 'Old'])
  })

  it('moves a chat up when something is said in it, and counts it as unread', async () => {
    const { inbox, settle } = anInbox(aServer(aChat({ guest_name: 'Siti' }), aChat({ session_id: 'b', guest_name: 'Budi', last_activity_at: at(1) })))
    await settle()

    inbox.hear({ name: 'message.sent', data: { session_id: 'a', seq: 1, message: aMessage({ created_at: at(9) }) } })

    const first = inbox.list.value.rows.value[0]
    expect([first?.guest_name, first?.unread_count, first?.last_message?.message]).toEqual(['Siti', 1, 'Halo'])
    expect(inbox.unread.value).toBe(1)
  })

  it('changes nothing when the same event comes twice', async () => {
    const { inbox, settle } = anInbox(aServer(aChat()))
    await settle()
    const sent = { name: 'message.sent', data: { session_id: 'a', seq: 1, message: aMessage() } } as const
    inbox.hear(sent)
    const once = inbox.list.value.rows.value
    inbox.hear(sent)
    expect(inbox.list.value.rows.value).toBe(once)
  })

  it('stays the same list when the server tells nothing new', async () => {
    const server = aServer(aChat({ last_message: aMessage() }))
    const { inbox, settle } = anInbox(server)
    await settle()
    const before = inbox.list.value.rows.value
    server.chats = [aChat({ last_message: aMessage() })]
    await inbox.refresh()
    expect(inbox.list.value.rows.value).toBe(before)
  })

  it('asks the server when an event is missing in between', async () => {
    const server = aServer(aChat())
    const { inbox, settle } = anInbox(server)
    await settle()
    server.chats[0] = aChat({ last_seq: 3, unread_count: 3, last_message: aMessage({ seq: 3, message: 'Third' }) })

    inbox.hear({ name: 'message.sent', data: { session_id: 'a', seq: 3, message: aMessage({ seq: 3 }) } })
    expect(inbox.list.value.rows.value[0]?.last_seq).toBe(0)
    await settle()

    expect(inbox.list.value.rows.value[0]?.unread_count).toBe(3)
  })

  it('finds a chat that it has never seen', async () => {
    const server = aServer()
    const { inbox, settle } = anInbox(server)
    await settle()
    server.chats.push(aChat({ guest_name: 'Dewi' }))
    inbox.hear({ name: 'session.started', data: { session_id: 'a' } })
    await settle()
    expect(names(inbox.list.value.rows.value)).toEqual(['Dewi'])
  })

  it('lets a closed chat go from the active ones and keeps it among all', async () => {
    const { inbox, settle } = anInbox(aServer(aChat()))
    inbox.show({ status: 'all', q: '' })
    await settle()
    inbox.hear({ name: 'session.closed', data: { session_id: 'a', closed_by: 'guest' } })
    expect(names(inbox.active.rows.value)).toEqual([])
    expect(inbox.list.value.rows.value[0]?.status).toBe('closed')
  })

  it('looks for a chat that was closed while the closed ones are shown', async () => {
    const server = aServer(aChat())
    const { inbox, settle } = anInbox(server)
    inbox.show({ status: 'closed', q: '' })
    await settle()
    server.chats[0] = aChat({ status: 'closed' })
    inbox.hear({ name: 'session.closed', data: { session_id: 'a', closed_by: 'guest' } })
    await settle()
    expect(names(inbox.list.value.rows.value)).toEqual(['Siti'])
  })

  it('takes an erased chat out of its list, and asks nothing for one that is in none', async () => {
    const server = aServer(aChat())
    const { inbox, settle } = anInbox(server)
    await settle()
    server.chats.length = 0
    server.loads.length = 0
    inbox.hear({ name: 'session.erased', data: { session_id: 'b' } })
    await settle()
    expect(server.loads).toEqual([])
    inbox.hear({ name: 'session.erased', data: { session_id: 'a' } })
    await settle()
    expect(names(inbox.active.rows.value)).toEqual([])
  })

  it('marks a chat as read for the whole team', async () => {
    const { inbox, settle } = anInbox(aServer(aChat({ last_seq: 2, unread_count: 2 })))
    await settle()
    inbox.hear({ name: 'messages.read', data: { session_id: 'a', reader: 'admin', up_to_seq: 2 } })
    expect(inbox.unread.value).toBe(0)
  })
})

describe('an answer that was overtaken by an event', () => {
  it('does not take the message back', async () => {
    const server = aServer(aChat())
    const { inbox, settle } = anInbox(server)
    await settle()
    inbox.hear({ name: 'message.sent', data: { session_id: 'a', seq: 1, message: aMessage() } })
    await inbox.refresh()
    expect(inbox.list.value.rows.value[0]?.last_seq).toBe(1)
  })

  it('counts for everything after a backup was restored', async () => {
    const server = aServer(aChat({ last_seq: 9 }))
    const { inbox, settle } = anInbox(server)
    await settle()
    server.chats[0] = aChat({ last_seq: 4, epoch: 'second' })
    await inbox.refresh()
    expect(inbox.list.value.rows.value[0]?.last_seq).toBe(4)
  })
})

describe('paging', () => {
  it('adds the next page at the end and stops at the last', async () => {
    const { inbox, settle } = anInbox(aServer(...many(70)))
    await settle()
    expect([inbox.active.rows.value.length, inbox.active.more.value]).toEqual([50, 'some'])
    await inbox.active.loadMore()
    expect([inbox.active.rows.value.length, inbox.active.more.value]).toEqual([70, 'none'])
  })

  it('keeps every loaded page when it catches up', async () => {
    const server = aServer(...many(70))
    const { inbox, settle } = anInbox(server)
    await settle()
    await inbox.active.loadMore()
    server.chats.splice(10, 1)
    await inbox.refresh()
    expect(inbox.active.rows.value).toHaveLength(69)
  })

  it('says when the next page failed, and takes it at the next try', async () => {
    const server = aServer(...many(70))
    const { inbox, settle } = anInbox(server)
    await settle()
    server.down = true
    await inbox.active.loadMore()
    expect(inbox.active.more.value).toBe('failed')
    server.down = false
    await inbox.active.loadMore()
    expect(inbox.active.rows.value).toHaveLength(70)
  })
})

describe('searching', () => {
  it('asks once, after the last letter', async () => {
    const server = aServer(aChat({ guest_name: 'Siti' }), aChat({ session_id: 'b', guest_name: 'Budi' }))
    const { inbox, settle } = anInbox(server)
    await settle()
    for (const q of ['s', 'si', 'sit ']) inbox.search('active', q, () => {})
    await vi.advanceTimersByTimeAsync(300)
    expect(server.loads.filter(query => query.q !== '')).toEqual([{ status: 'active', q: 'sit' }])
    expect(names(inbox.list.value.rows.value)).toEqual(['Siti'])
  })

  it('forgets what was typed when it is cleared at once', async () => {
    const server = aServer(aChat({ guest_name: 'Siti' }))
    const { inbox, settle } = anInbox(server)
    await settle()

    inbox.search('active', 'bud', () => {})
    inbox.show({ status: 'active', q: '' })
    await vi.advanceTimersByTimeAsync(300)

    expect(server.loads.filter(query => query.q !== '')).toEqual([])
    expect(names(inbox.list.value.rows.value)).toEqual(['Siti'])
  })

  it('goes back to the chats that were kept up to date meanwhile', async () => {
    const { inbox, settle } = anInbox(aServer(aChat()))
    await settle()
    inbox.show({ status: 'active', q: 'nobody' })
    inbox.hear({ name: 'message.sent', data: { session_id: 'a', seq: 1, message: aMessage() } })
    expect(inbox.unread.value).toBe(1)
    inbox.show({ status: 'active', q: '' })
    expect(inbox.list.value.rows.value[0]?.last_seq).toBe(1)
  })
})

describe('staying up to date', () => {
  it('catches up after every subscription', async () => {
    const server = aServer()
    const { inbox, subscribed, settle } = anInbox(server)
    await settle()
    subscribed.value = false
    await settle()
    server.chats.push(aChat())
    subscribed.value = true
    await settle()
    expect(inbox.active.rows.value).toHaveLength(1)
  })

  it('looks every 20 s while subscribed, every 2 s without a socket, and not at all unseen', async () => {
    const server = aServer()
    const { subscribed, visible, settle } = anInbox(server)
    await settle()
    const looks = async (ms: number) => {
      const before = server.loads.length
      await vi.advanceTimersByTimeAsync(ms)
      return server.loads.length - before
    }
    expect(await looks(60_000)).toBe(3)
    visible.value = false
    await settle()
    expect(await looks(60_000)).toBe(0)
    subscribed.value = false
    await settle()
    expect(await looks(20_000)).toBeGreaterThanOrEqual(9)
  })

  it('says that the first page failed, and shows it after a try', async () => {
    const server = aServer(aChat())
    server.down = true
    const { inbox, settle } = anInbox(server)
    await settle()
    expect(inbox.active.phase.value).toBe('failed')
    server.down = false
    await inbox.active.retry()
    expect([inbox.active.phase.value, inbox.active.rows.value.length]).toEqual(['ready', 1])
  })
})

it('asks for nothing more once the console is left, also while it was asking', async () => {
  const server = aServer(aChat())
  const { inbox, settle } = anInbox(server)
  await settle()

  const before = server.loads.length
  vi.advanceTimersByTime(20_000)
  inbox.stop()
  const loads = server.loads.length
  expect(loads).toBe(before + 1)
  await vi.advanceTimersByTimeAsync(60_000)

  expect(server.loads.length).toBe(loads)
})
