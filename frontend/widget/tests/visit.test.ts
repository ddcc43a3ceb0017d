import { signal } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal, type Ask } from '../../shared/api'
import { aSession } from '../../shared/tests/builders'
import { createStore } from '../../shared/store'
import type { Realtime } from '../../shared/usePusher'
import type { SessionView } from '../../shared/views'
import { createCredential, KEY } from '../credential'
import { NOBODY } from '../introduction'
import { createVisit } from '../visit'

const SESSION = '0190b5f1-7c3e-7a5b-9d2c-1f0e8d6c4b2a'
const SARI = { ...NOBODY, name: 'Sari', email: 'sari@example.com', message: 'Halo' }
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

vi.mock('../../shared/usePusher', () => ({
  usePusher: (): Realtime => ({
    state: signal('connecting'),
    subscribe: () => ({ subscribed: signal(false), tell() {}, stop() {} }),
    stop() {},
  }),
}))

let browser: EventTarget

beforeEach(() => {
  vi.useFakeTimers()
  browser = new EventTarget()
  vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser))
  vi.stubGlobal('window', browser)
  vi.stubGlobal('document', new EventTarget())
  vi.stubGlobal('navigator', { onLine: true })
  vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A server of one guest, that answers what it is told to. */
function aVisit({ store = createStore([]), mine = null as SessionView | null } = {}) {
  const asked: string[] = []
  const bodies: Record<string, unknown>[] = []
  const server = {
    mine,
    fault: (_path: string): void => {},
    stored: [] as string[],
  }
  const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
    'session-from-cookie': () => ({ session: server.mine }),
    config: () => ({ realtime: { key: 'k', auth_endpoint: '/broadcasting/auth' }, limits: {} }),
    'start-session': () => {
      server.mine ??= aSession({ session_id: SESSION, guest_name: 'Sari' })
      return { session: server.mine, token: `${SESSION}.secret` }
    },
    'send-message': body => {
      server.stored.push(body.message as string)
      const seq = server.stored.length
      return { message: { id: body.id, session_id: SESSION, seq, kind: 'text', message: body.message, sender_type: 'guest', sender_name: 'Sari', created_at: '2026-11-24T10:00:00.000Z' } }
    },
    close: () => ({ session: { ...server.mine, status: 'closed' } }),
  }
  const ask = (async (_method: string, path: string, body: Record<string, unknown> = {}) => {
    const name = path.split('?')[0]!.split('/').at(-1)!
    asked.push(name)
    bodies.push(body)
    server.fault(name)
    if (name in answers) return structuredClone(answers[name]!(body))
    return { messages: [], has_more: false, last_seq: 0, epoch: 'first', session: server.mine }
  }) as Ask
  const online = signal(true)
  const credential = createCredential(false, store)
  const visit = createVisit({ ask, server: 'https://chat.example.com', credential, store, host: { online }, visible: signal(true), about: () => ({ locale: 'id' }) })
  return { visit, server, asked, bodies, online, credential, store }
}

const down = () => {
  throw new Refusal(0, 'network')
}

describe('who comes', () => {
  test('for the first time finds the form', async () => {
    const { visit, asked } = aVisit()
    expect([visit.scene.value, asked]).toEqual(['asking', []])

    visit.look()
    await pass(0)

    expect(visit.scene.value).toBe('form')
    expect(asked.sort()).toEqual(['config', 'session-from-cookie'])
    visit.stop()
  })

  test('back finds his chat', async () => {
    const { visit } = aVisit({ mine: aSession({ session_id: SESSION, guest_name: 'Ana' }) })

    visit.look()
    await pass(0)

    expect([visit.scene.value, visit.talk.value!.session.value.guest_name]).toEqual(['talk', 'Ana'])
    visit.stop()
  })

  test('to a server that is away is told, and let in when the network is back', async () => {
    const { visit, server, online } = aVisit()
    server.fault = down
    visit.look()
    await pass(0)
    expect(visit.scene.value).toBe('failed')

    server.fault = () => {}
    online.value = false
    online.value = true
    await pass(0)

    expect(visit.scene.value).toBe('form')
    visit.stop()
  })

  test('with a chat to a server that is away is let in without doing anything', async () => {
    const { visit, server, credential } = aVisit({ mine: aSession({ session_id: SESSION }) })
    credential.keep(SESSION, `${SESSION}.secret`)
    server.fault = down
    visit.look()
    await pass(20)

    server.fault = () => {}
    await pass(10)

    expect(visit.scene.value).toBe('talk')
    visit.stop()
  })

  test('again after a minute asks only whether somebody is there', async () => {
    const { visit, asked } = aVisit()
    visit.look()
    await pass(0)
    asked.length = 0

    visit.look()
    await pass(61)
    expect(asked).toEqual([])
    visit.look()
    await pass(0)

    expect(asked).toEqual(['config'])
    visit.stop()
  })
})

describe('a chat that is started', () => {
  test('shows its first message at once, and sends it once the chat is begun', async () => {
    const { visit, server, bodies, credential } = aVisit()
    visit.look()
    await pass(0)

    visit.start({ ...SARI, phone: ' 0812 ', topic: 'Returns' })
    expect(visit.scene.value).toBe('talk')
    expect(visit.talk.value!.unsent.value.map(({ text }) => text)).toEqual(['Halo'])
    await pass(1)

    expect(server.stored).toEqual(['Halo'])
    expect(credential.token()).toBe(`${SESSION}.secret`)
    expect(bodies.find(body => 'guest_name' in body)).toMatchObject({
      guest_name: 'Sari',
      guest_email: 'sari@example.com',
      guest_phone: '0812',
      topic: 'Returns',
      locale: 'id',
    })
    visit.stop()
  })

  test('goes on after a reload, with the same request and what was written meanwhile', async () => {
    const store = createStore([])
    const before = aVisit({ store })
    before.visit.look()
    await pass(0)
    before.server.fault = down
    before.visit.start(SARI)
    before.visit.talk.value!.send('Are you there?')
    await pass(1)
    before.visit.stop()

    const after = aVisit({ store })
    after.visit.look()
    await pass(3)

    const id = (bodies: Record<string, unknown>[]) => bodies.find(body => 'request_id' in body)!.request_id
    expect(id(after.bodies)).toBe(id(before.bodies))
    expect(after.server.stored).toEqual(['Halo', 'Are you there?'])
    expect(store.getItem(`${KEY}:start`)).toBeNull()
    after.visit.stop()
  })

  test('and left something unreadable behind is asked who he is', async () => {
    const store = createStore([])
    store.setItem(`${KEY}:start`, '{"id":')
    const { visit } = aVisit({ store })
    visit.look()
    await pass(0)

    expect(visit.scene.value).toBe('form')
    expect(store.getItem(`${KEY}:start`)).toBeNull()
    visit.stop()
  })

  test('and was left before the answer came says its first message on the next page', async () => {
    const store = createStore([])
    const before = aVisit({ store })
    before.visit.look()
    await pass(0)
    before.server.fault = name => {
      if (name === 'start-session') queueMicrotask(before.visit.stop)
    }
    before.visit.start(SARI)
    await pass(1)

    const after = aVisit({ store, mine: before.server.mine })
    after.visit.look()
    await pass(1)

    expect(after.server.stored).toEqual(['Halo'])
    after.visit.stop()
  })

  test('and refused is the form again, with all that was written', async () => {
    const { visit, server } = aVisit()
    visit.look()
    await pass(0)
    server.fault = name => {
      if (name === 'start-session') throw new Refusal(422, 'invalid', [{ field: 'guest_email', code: 'format', message: '' }])
    }

    visit.start(SARI)
    visit.talk.value!.send('Are you there?')
    await pass(0)

    expect(visit.scene.value).toBe('form')
    expect(visit.introduction.value).toEqual({ ...SARI, message: 'Halo\n\nAre you there?' })
    expect(visit.refusal.value!.errors[0]!.field).toBe('guest_email')
    visit.stop()
  })

  test('in another tab is this tab’s too', async () => {
    const { visit, server, store, credential } = aVisit()
    visit.look()
    await pass(0)

    server.mine = aSession({ session_id: SESSION })
    credential.keep(SESSION, `${SESSION}.secret`)
    browser.dispatchEvent(Object.assign(new Event('storage'), { key: KEY }))
    await pass(0)

    expect(visit.scene.value).toBe('talk')
    expect(store.getItem(KEY)).toBe(`${SESSION}.secret`)
    visit.stop()
  })
})

test('a page that lets the widget go while a chat is being begun keeps what opens it, and no more', async () => {
  const { visit, credential, asked } = aVisit()
  visit.look()
  await pass(0)
  visit.start(SARI)

  visit.stop()
  await pass(30)

  expect(credential.token()).toBe(`${SESSION}.secret`)
  expect([visit.talk.value, asked.at(-1)]).toEqual([null, 'start-session'])
})

test('what a chat that is gone did not take is in the form of the next one', async () => {
  const { visit, server, credential } = aVisit({ mine: aSession({ session_id: SESSION }) })
  credential.keep(SESSION, `${SESSION}.secret`)
  visit.look()
  await pass(1)
  server.fault = () => {
    throw new Refusal(404, 'session_not_found')
  }

  visit.talk.value!.send('Is this still our chat?')
  await pass(1)

  expect(visit.talk.value!.phase.value).toBe('gone')
  expect(credential.session()).toBeNull()
  expect(visit.introduction.value.message).toBe('Is this still our chat?')
  visit.stop()
})

test('an end that the server did not hear of is said to have failed', async () => {
  const { visit, server } = aVisit({ mine: aSession({ session_id: SESSION }) })
  visit.look()
  await pass(1)
  server.fault = name => {
    if (name === 'close') throw new Refusal(503, 'store_unavailable')
  }

  const end = visit.end()
  expect(visit.ending.value).toBe('sent')
  await pass(60)
  await end

  expect(visit.ending.value).toBe('failed')
  visit.stop()
})
