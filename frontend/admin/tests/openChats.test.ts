import { signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Refusal, type Ask } from '../../shared/api'
import type { Realtime } from '../../shared/usePusher'
import { createOpenChats, rowOf } from '../openChats'
import type { Row } from '../sessionRows'
import { aChat, aMessage } from './builders'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const silent: Realtime = {
  state: signal('online'),
  subscribe: () => ({ subscribed: signal(true), tell: () => {}, stop: () => {} }),
  stop: () => {},
}

/** A server with these chats, and an admin whose lists know some of them. */
function aDesk({ chats = [], listed = chats, unsent = {} }: { chats?: Row[]; listed?: Row[]; unsent?: Record<string, string> } = {}) {
  const server = { down: false, sent: [] as unknown[] }
  const ask = async (method: string, path: string, body?: unknown) => {
    await Promise.resolve()
    if (server.down) throw new Refusal(0, 'network')
    if (path.endsWith('/send-message')) {
      server.sent.push(body)
      const { id, session_id, message } = body as { id: string; session_id: string; message: string }
      return { message: aMessage({ id, session_id, message, sender_type: 'admin' }) }
    }
    const session = chats.find(chat => path.includes(`/${chat.session_id}/`))
    if (session === undefined || method !== 'GET') throw new Refusal(404, 'not_found')
    return { messages: [], has_more: false, last_seq: 0, epoch: session.epoch, session }
  }
  const kept = new Map(Object.entries(unsent))
  const desk = createOpenChats({
    ask: ask as Ask,
    realtime: silent,
    store: { getItem: key => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text), removeItem: key => void kept.delete(key) },
    owner: 'rina',
    name: 'Rina',
    attended: signal(false),
    known: id => listed.find(chat => chat.session_id === id),
    leftovers: () => Object.keys(unsent).map(key => key.split(':').at(-1) ?? ''),
    tabs: { alone: (_name, run) => run(), onChange: () => () => {} },
  })
  return { desk, server, settle: () => vi.advanceTimersByTimeAsync(50) }
}

const some = (n: number) => Array.from({ length: n }, (_, at) => aChat({ session_id: `s${at}` }))

describe('the chat on screen', () => {
  it('is there at once where a list knows it', () => {
    const { desk } = aDesk({ chats: some(1) })
    desk.show('s0')
    expect(desk.current.value?.state).toBe('open')
  })

  it('is looked up where a colleague gave the address', async () => {
    const { desk, settle } = aDesk({ chats: some(1), listed: [] })
    desk.show('s0')
    expect(desk.current.value?.state).toBe('loading')
    await settle()
    expect(desk.current.value?.state).toBe('open')
  })

  it('is gone where the address leads to none', async () => {
    const { desk, settle } = aDesk()
    desk.show('nobody')
    await settle()
    expect(desk.current.value).toEqual({ id: 'nobody', state: 'gone', chat: null })
  })

  it('has failed while the server does not answer, and comes at the next try', async () => {
    const { desk, server, settle } = aDesk({ chats: some(1), listed: [] })
    server.down = true
    desk.show('s0')
    await settle()
    expect(desk.current.value?.state).toBe('failed')
    server.down = false
    desk.retry()
    await settle()
    expect(desk.current.value?.state).toBe('open')
  })

  it('stays the one that was chosen last when an earlier one comes late', async () => {
    const { desk, settle } = aDesk({ chats: some(2), listed: some(1) })
    desk.show('s1')
    desk.show('s0')
    await settle()
    expect(desk.current.value?.id).toBe('s0')
  })
})

describe('chats that were open', () => {
  it('are kept up to date, the last six of them', () => {
    const { desk } = aDesk({ chats: some(8) })
    for (const { session_id } of some(8)) desk.show(session_id)
    expect([...desk.kept.value.keys()]).toEqual(['s2', 's3', 's4', 's5', 's6', 's7'])
  })

  it('are never let go while something of theirs is unsent', () => {
    const { desk, server } = aDesk({ chats: some(8) })
    server.down = true
    desk.show('s0')
    desk.current.value?.chat?.send('Still here')
    for (const { session_id } of some(8)) desk.show(session_id)
    expect(desk.kept.value.has('s0')).toBe(true)
    expect(desk.unsent.value).toBe(1)
  })
})

it('what was left unsent in many chats does not close the one on screen', async () => {
  const left = JSON.stringify([{ id: 'mine', text: 'Late, but here', at: 0 }])
  const unsent = Object.fromEntries(some(8).map(({ session_id }) => [`livechat:unsent:rina:${session_id}`, left]))
  const { desk, server, settle } = aDesk({ chats: [...some(8), aChat({ session_id: 'open' })], unsent })
  desk.show('open')
  server.down = true
  const going = desk.resume()
  server.down = false
  await going
  await settle()
  expect(desk.kept.value.get('open')).toBe(desk.current.value?.chat)
})

it('what was left unsent goes out without its chat being opened, under its own id', async () => {
  const left = JSON.stringify([{ id: 'mine', text: 'Late, but here', at: 0 }])
  const { desk, server, settle } = aDesk({ chats: some(1), unsent: { 'livechat:unsent:rina:s0': left } })
  await desk.resume()
  await settle()
  expect(server.sent).toEqual([{ id: 'mine', message: 'Late, but here', session_id: 's0' }])
  expect([desk.unsent.value, desk.current.value]).toEqual([0, null])
})

it('a row never goes back to what was said before', () => {
  const session = signal(aChat({ last_seq: 2, last_message: aMessage({ seq: 1 }) }))
  const chat = { session, messages: signal([aMessage({ seq: 1 }), aMessage({ seq: 2, message: 'Second' })]) }
  expect(rowOf(chat).last_message?.message).toBe('Second')

  session.value = aChat({ last_seq: 3, last_message: aMessage({ seq: 3, message: 'Third' }) })
  expect(rowOf(chat).last_message?.message).toBe('Third')
})
