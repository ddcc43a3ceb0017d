import { signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../api'
import { aMessage, aServer, at, open } from './builders'

let server: ReturnType<typeof aServer>
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

beforeEach(() => {
  vi.useFakeTimers()
  server = aServer()
})
afterEach(() => {
  vi.useRealTimers()
})

async function connected(count = 0, opening = {}) {
  server.store(count)
  const tab = open(server, opening)
  tab.plugIn()
  await pass(1)
  server.asked.length = 0
  return tab
}

describe('what is shown', () => {
  test('begins with the newest page; earlier ones come when asked for', async () => {
    const { chat, seqs } = await connected(120)
    expect(seqs()).toEqual(upTo(120, 71))
    expect(chat.earlier.value).toBe('some')

    await chat.loadEarlier()
    await chat.loadEarlier()

    expect(seqs()).toEqual(upTo(120))
    expect(chat.earlier.value).toBe('none')
    expect(chat.phase.value).toBe('ready')
  })

  test('events in order need no request', async () => {
    const { seqs } = await connected(2)

    server.say()
    server.say()

    expect(seqs()).toEqual([1, 2, 3, 4])
    expect(server.asked).toEqual([])
  })

  test('an event heard twice is shown once', async () => {
    const { seqs } = await connected(1)
    const message = server.say()

    server.tell('message.sent', { session_id: 's', seq: 2, message })
    server.tell('message.sent', { session_id: 's', seq: 1, message: server.stored[0] })

    expect(seqs()).toEqual([1, 2])
  })

  test('a gap is filled before what follows it is shown', async () => {
    const { seqs } = await connected(1)

    server.store(2)
    server.say()
    expect(seqs()).toEqual([1])
    await pass(0.1)

    expect(seqs()).toEqual([1, 2, 3, 4])
    expect(server.asked).toEqual(['page after 1'])
  })

  test('an event without its message fetches it', async () => {
    const { seqs } = await connected(1)

    server.store()
    server.tell('message.sent', { session_id: 's', seq: 2 })
    await pass(0.1)

    expect(seqs()).toEqual([1, 2])
  })

  test('a long gap is fetched page by page', async () => {
    const { seqs } = await connected(1)

    server.store(130)
    server.say()
    await pass(0.1)

    expect(seqs()).toEqual(upTo(132))
    expect(server.asked).toEqual(['page after 1', 'page after 51', 'page after 101'])
  })

  test('a gap over 400 drops all for the newest page', async () => {
    const { chat, seqs } = await connected(1)

    server.store(401)
    server.say()
    await pass(0.1)

    expect(seqs()).toEqual(upTo(403, 354))
    expect(chat.earlier.value).toBe('some')
  })

  test('an unknown kind counts and is not shown', async () => {
    const { chat, seqs } = await connected(1)

    server.say({ kind: 'hologram' })
    server.say()

    expect(seqs()).toEqual([1, 3])
    expect(chat.session.value.last_seq).toBe(3)
    expect(server.asked).toEqual([])
  })

  test('a chat whose beginning cannot be loaded says so, and goes on trying', async () => {
    server.store(3)
    server.fault = () => {
      throw new Refusal(503, 'store_unavailable')
    }
    const { chat, seqs } = open(server)
    await pass(0)
    expect(chat.phase.value).toBe('failed')

    server.fault = () => {}
    await pass(4)

    expect(chat.phase.value).toBe('ready')
    expect(seqs()).toEqual([1, 2, 3])
  })

  test.each([
    [401, 'not_signed_in'],
    [404, 'session_not_found'],
  ])('%i by our server ends it, without further requests', async (status, code) => {
    const { chat } = await connected(1)
    server.fault = () => {
      throw new Refusal(status, code)
    }
    server.tell('message.sent', { session_id: 's', seq: 2 })
    await pass(0.1)
    expect(chat.phase.value).toBe('gone')

    server.asked.length = 0
    await pass(120)

    expect(server.asked).toEqual([])
  })

  test('an erased chat is gone before anybody looks', async () => {
    const { chat } = await connected(1, { visible: signal(false) })
    server.fault = () => {
      throw new Refusal(404, 'session_not_found')
    }

    server.tell('session.erased', { session_id: 's', erased_at: at(9) })
    await pass(0.1)

    expect(chat.phase.value).toBe('gone')
  })

  test('404 with a code of somebody else ends nothing', async () => {
    const { chat, texts } = await connected(1)
    server.fault = () => {
      throw new Refusal(404, 'no_route')
    }
    server.tell('message.sent', { session_id: 's', seq: 2 })
    await pass(10)
    expect(chat.phase.value).toBe('ready')

    server.fault = () => {}
    server.store()
    await pass(30)

    expect(texts()).toEqual(['text 1', 'text 2'])
  })

  test('nothing is asked after it was stopped', async () => {
    const { chat, unplug } = await connected(1)

    chat.stop()
    unplug()
    await pass(120)

    expect(server.asked).toEqual([])
  })
})

describe('catching up', () => {
  test('after every subscription, whatever was missed', async () => {
    const tab = await connected(1)
    tab.unplug()
    server.store(3)

    tab.plugIn()
    await pass(1)

    expect(tab.seqs()).toEqual([1, 2, 3, 4])
  })

  test('by polling while there is no subscription, at most every 3 s', async () => {
    const tab = open(server)
    await pass(0)
    server.asked.length = 0

    server.store()
    await pass(3.5)
    expect(tab.seqs()).toEqual([1])

    await pass(26.5)
    expect(server.asked.length).toBeLessThanOrEqual(10)
    expect(server.asked.length).toBeGreaterThan(7)
  })

  test('by a look every 20 to 25 s while subscribed and on screen', async () => {
    const tab = await connected(1)
    server.store()

    await pass(18)
    expect(tab.seqs()).toEqual([1])
    await pass(7)
    expect(tab.seqs()).toEqual([1, 2])

    tab.visible.value = false
    server.asked.length = 0
    await pass(120)
    expect(server.asked).toEqual([])

    server.store()
    tab.visible.value = true
    await pass(0.1)
    expect(tab.seqs()).toEqual([1, 2, 3])
  })

  test('at once when the network is back', async () => {
    const tab = await connected(1)
    tab.unplug('offline')
    server.store()

    tab.network.value = 'connecting'
    await pass(0.1)

    expect(tab.seqs()).toEqual([1, 2])
  })

  test('not before the server wants to be asked again', async () => {
    const tab = open(server)
    await pass(0)
    server.fault = () => {
      throw new Refusal(429, 'too_many_requests', [], 20)
    }
    await pass(4)
    server.asked.length = 0

    await pass(19)
    expect(server.asked).toEqual([])
    server.fault = () => {}
    await pass(2)
    expect(tab.chat.phase.value).toBe('ready')
    expect(server.asked.length).toBe(1)
  })

  test('starts over when an older backup was restored', async () => {
    const { seqs } = await connected(10)

    server.restore('second', 4)
    await pass(25)

    expect(seqs()).toEqual([1, 2, 3, 4])
  })

  test('starts over when the epoch changed, even if the chat has grown since', async () => {
    const { chat, texts } = await connected(3)
    server.restore('second', 1)
    server.store(5, { message: 'new' })

    await pass(25)

    expect(texts()).toEqual(['text 1', 'new', 'new', 'new', 'new', 'new'])
    expect(chat.session.value.epoch).toBe('second')
  })

  test('ends equal to the server, however events are lost, doubled and disordered', async () => {
    const tab = await connected(0)
    const events: unknown[] = []
    let state = 11
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647
    for (let round = 0; round < 200; round++) {
      const message = server.store(1, { id: `x${round}`, kind: next() < 0.1 ? 'other' : 'text' })
      const copies = next() < 0.2 ? 0 : next() < 0.2 ? 2 : 1
      for (let i = 0; i < copies; i++) events.splice(Math.floor(next() * 3 + events.length - 3), 0, { seq: message.seq, message })
      if (next() < 0.5) for (const event of events.splice(0)) server.tell('message.sent', event)
      if (next() < 0.1) tab.unplug()
      if (next() < 0.2) tab.plugIn()
      await pass(next())
    }
    await pass(30)

    expect(tab.chat.messages.value).toEqual(server.stored.filter(message => message.kind === 'text'))
  })
})

describe('what is heard', () => {
  test('are messages of others that arrive, not history and not one’s own', async () => {
    server.store(3)
    const tab = open(server)
    const heard: number[] = []
    tab.chat.onArrival(message => heard.push(message.seq))
    tab.plugIn()
    await pass(1)

    server.say()
    tab.chat.send('Halo')
    await pass(0.1)
    server.store()
    server.say()
    await pass(0.1)

    expect(heard).toEqual([4, 6, 7])
  })

  test('for an admin also colleagues', async () => {
    const tab = await connected(0, { self: 'admin' })
    const heard: string[] = []
    tab.chat.onArrival(message => heard.push(message.message))

    server.say({ message: 'of a colleague' })
    server.say({ message: 'of the guest', sender_type: 'guest' })

    expect(heard).toEqual(['of a colleague', 'of the guest'])
  })

  test('the end of the chat, and who ended it', async () => {
    const { chat } = await connected(2)

    server.tell('session.closed', { session_id: 's', closed_by: 'admin', closed_seq: 2, closed_at: at(9) })

    expect(chat.closed.value).toEqual({ by: 'admin', at: at(9) })
    expect(chat.session.value.status).toBe('closed')
  })

  test('a chat found closed tells who ended it, and when', async () => {
    server.change({ status: 'closed', closed_by: 'system', last_activity_at: at(5) })

    expect((await connected()).chat.closed.value).toEqual({ by: 'system', at: at(5) })
  })

  test('one’s own end', async () => {
    const { chat } = await connected(1)

    expect(await chat.close()).toBeNull()
    expect(chat.closed.value?.by).toBe('guest')

    server.fault = () => {
      throw new Refusal(503, 'store_unavailable')
    }
    expect((await chat.close())?.code).toBe('store_unavailable')
  })

  test('how far the other side has read', async () => {
    const { chat } = await connected(2)

    server.tell('messages.read', { session_id: 's', reader: 'admin', up_to_seq: 2 })
    server.tell('messages.read', { session_id: 's', reader: 'admin', up_to_seq: 1 })

    expect(chat.session.value.admin_last_read_seq).toBe(2)
  })
})

describe('the read mark', () => {
  test('follows what was on screen, in one request', async () => {
    const { chat } = await connected(5)
    expect(chat.session.value.unread_count).toBe(5)

    for (const seq of [1, 2, 3, 2]) chat.shown(seq)
    await pass(1)

    expect(server.asked).toEqual(['read 3'])
    expect(chat.session.value).toMatchObject({ guest_last_read_seq: 3, unread_count: 2 })
  })

  test('does not move while nobody looks', async () => {
    const { chat, visible } = await connected(2)

    visible.value = false
    chat.shown(2)
    await pass(1)

    expect(server.asked).toEqual([])
  })

  test('moves over what is still in sight when somebody looks again', async () => {
    const { chat, visible } = await connected(3)
    visible.value = false
    chat.shown(3)
    chat.shown(2)

    visible.value = true
    await pass(1)

    expect(server.asked).toContain('read 2')
    expect(server.asked).not.toContain('read 3')
  })

  test('leaves unread what came after it', async () => {
    const { chat } = await connected(1)
    chat.shown(1)
    server.say()
    await pass(1)

    expect(server.asked).toEqual(['read 1'])
    expect(chat.session.value.unread_count).toBe(1)
  })

  test('is not moved for one’s own messages, nor twice', async () => {
    const { chat } = await connected(1)
    chat.shown(1)
    await pass(1)
    chat.send('Halo')
    await pass(1)
    server.asked.length = 0

    chat.shown(1)
    chat.shown(2)
    await pass(1)

    expect(server.asked).toEqual([])
  })

  test('is tried again when it could not be told', async () => {
    const { chat } = await connected(1)
    server.fault = () => {
      throw new Refusal(0, 'network')
    }
    chat.shown(1)
    await pass(1)

    server.fault = () => {}
    await pass(6)

    expect(chat.session.value.guest_last_read_seq).toBe(1)
  })

  test('500 unread are 500', async () => {
    const { chat } = await connected(500)
    expect(chat.session.value.unread_count).toBe(500)

    server.say()

    expect(chat.session.value.unread_count).toBe(501)
    expect(aMessage({ seq: 1 }).sender_type).toBe('admin')
  })
})
