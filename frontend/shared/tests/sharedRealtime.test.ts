import { signal, type Signal } from '@preact/signals'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { shareRealtime } from '../sharedRealtime'
import type { ConnectionState, Listener, Realtime } from '../usePusher'

/** What is said to a `BroadcastChannel` arrives in a later turn; so does a lock. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) {
    const { port1, port2 } = new MessageChannel()
    await new Promise(resolve => {
      port1.onmessage = resolve
      port2.postMessage(turn)
    })
    port1.close()
  }
}
const pass = async (seconds: number) => {
  for (let second = 0; second < seconds; second++) {
    vi.advanceTimersByTime(1000)
    await settle()
  }
}

/** Web Locks, which Node has not: one holder a name, the others wait their turn. */
class Locks {
  private readonly holders = new Map<string, () => void>()
  private readonly waiting = new Map<string, Set<() => void>>()

  request(name: string, { steal, signal }: LockOptions, hold: () => Promise<void>): Promise<void> {
    const queue = this.waiting.get(name) ?? new Set()
    this.waiting.set(name, queue)
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new DOMException('', 'AbortError'))
      const take = () => {
        queue.delete(take)
        this.holders.set(name, refuse)
        void hold().then(() => {
          resolve()
          if (this.holders.get(name) === refuse) this.free(name)
        })
      }
      signal?.addEventListener('abort', () => (queue.delete(take), refuse()))
      if (steal) {
        this.holders.get(name)?.()
        take()
      } else {
        queue.add(take)
        if (!this.holders.has(name)) this.free(name)
      }
    })
  }

  private free(name: string): void {
    this.holders.delete(name)
    for (const take of [...this.waiting.get(name)!].slice(0, 1)) take()
  }
}

interface Connection {
  channels: Map<string, { listener: Listener; subscribed: Signal<boolean> }>
  state: Signal<ConnectionState>
  open: boolean
  succeed(name: string): void
  say(name: string, text: string): void
  /** What this socket was given to say to others. */
  told: unknown[]
  realtime: Realtime
}

let connections: Connection[]

/** A socket, which the test can let hear and break. */
function aConnection(): Connection {
  const channels: Connection['channels'] = new Map()
  const state = signal<ConnectionState>('connecting')
  const connection: Connection = {
    channels,
    state,
    open: true,
    told: [],
    succeed(name: string) {
      state.value = 'online'
      channels.get(name)!.subscribed.value = true
      channels.get(name)!.listener.onSubscribed?.()
    },
    say: (name: string, text: string) => channels.get(name)?.listener.onEvent('message.sent', { text }),
    realtime: {
      state,
      subscribe(name, listener) {
        const subscribed = signal(false)
        channels.set(name, { listener, subscribed })
        return { subscribed, tell: (event, data) => void connection.told.push([name, event, data]), stop: () => void channels.delete(name) }
      },
      stop: () => void (connection.open = false),
    },
  }
  connections.push(connection)
  return connection
}

let tabs: Realtime[]

function aTab(name = 'rina') {
  const page = new EventTarget()
  vi.stubGlobal('window', page)
  vi.stubGlobal('document', page)
  const realtime = shareRealtime(name, () => aConnection().realtime)
  const heard: unknown[] = []
  tabs.push(realtime)
  return {
    realtime,
    heard,
    page: (event: string, more = {}) => page.dispatchEvent(Object.assign(new Event(event), more)),
    listen: (channel = 'chat') =>
      realtime.subscribe(channel, { onSubscribed: () => heard.push('subscribed'), onEvent: (_, data) => heard.push((data as { text: string }).text) }),
  }
}

const open = () => connections.filter(connection => connection.open)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] })
  vi.stubGlobal('navigator', { locks: new Locks() })
  connections = []
  tabs = []
})
afterEach(async () => {
  for (const realtime of tabs) realtime.stop()
  await settle()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Three tabs that listen to one chat, the first of which leads. */
async function threeTabs() {
  const three = [aTab(), aTab(), aTab()] as const
  const subscriptions = three.map(tab => tab.listen())
  await settle()
  open()[0]!.succeed('chat')
  await settle()
  for (const { heard } of three) heard.length = 0
  return { three, subscriptions }
}

test('of several tabs one is connected, and all hear the same', async () => {
  const { three, subscriptions } = await threeTabs()

  connections[0]!.say('chat', 'Halo')
  await settle()

  expect(connections.length).toBe(1)
  expect(three.map(({ heard }) => heard)).toEqual([['Halo'], ['Halo'], ['Halo']])
  expect(three.map(({ realtime }) => realtime.state.value)).toEqual(['online', 'online', 'online'])
  expect(subscriptions.map(({ subscribed }) => subscribed.value)).toEqual([true, true, true])
})

test('what any of them says goes out once, over the one connection', async () => {
  const { three, subscriptions } = await threeTabs()

  for (const [number, { tell }] of subscriptions.entries()) tell('client-typing', number)
  await settle()

  expect(connections.map(({ told }) => told)).toEqual([[0, 1, 2].map(number => ['chat', 'client-typing', number])])
  expect(three.map(({ heard }) => heard)).toEqual([[], [], []])
})

test('what is said in a channel that nobody listens to any more is dropped', async () => {
  const { subscriptions } = await threeTabs()
  for (const { stop } of subscriptions) stop()
  await settle()

  subscriptions[1]!.tell('client-typing', 1)
  await settle()

  expect(connections[0]!.told).toEqual([])
})

test('a tab that comes later is subscribed at once, and catches up', async () => {
  await threeTabs()

  const late = aTab()
  const { subscribed } = late.listen()
  await settle()

  expect([connections.length, subscribed.value, late.heard]).toEqual([1, true, ['subscribed']])
})

test('a lost connection is lost to all, and all catch up when it is back', async () => {
  const { three, subscriptions } = await threeTabs()
  const { channels, state } = connections[0]!

  state.value = 'connecting'
  channels.get('chat')!.subscribed.value = false
  await settle()
  expect(three.map(({ realtime }) => realtime.state.value)).toEqual(['connecting', 'connecting', 'connecting'])
  expect(subscriptions.some(({ subscribed }) => subscribed.value)).toBe(false)

  connections[0]!.succeed('chat')
  await settle()
  expect(three.every(({ heard }) => heard.includes('subscribed'))).toBe(true)
})

test('a subscription that is confirmed again makes all catch up', async () => {
  const { three } = await threeTabs()

  connections[0]!.channels.get('chat')!.listener.onSubscribed?.()
  await settle()

  expect(three.map(({ heard }) => heard)).toEqual([['subscribed'], ['subscribed'], ['subscribed']])
})

test.each([
  ['is closed', 'pagehide'],
  ['is put to sleep', 'freeze'],
])('when the one that leads %s another takes over, and all catch up', async (_, event) => {
  const { three } = await threeTabs()

  three[0].page(event)
  await settle()
  expect([connections[0]!.open, open().length]).toEqual([false, 1])
  open()[0]!.succeed('chat')
  open()[0]!.say('chat', 'Still here')
  await settle()

  expect(three[0].heard).toEqual([])
  for (const { heard } of three.slice(1)) expect([heard[0], heard.at(-1)]).toEqual(['subscribed', 'Still here'])
})

test('a page that comes back from where it was kept hears again what the others hear', async () => {
  const { three } = await threeTabs()
  three[0].page('pagehide')
  await settle()
  open()[0]!.succeed('chat')

  three[0].page('pageshow', { persisted: true })
  await settle()
  open()[0]!.say('chat', 'Welcome back')
  await settle()

  expect(open().length).toBe(1)
  expect(three[0].heard).toEqual(['subscribed', 'Welcome back'])
})

test('one that holds the lock and says nothing is replaced within twenty seconds', async () => {
  navigator.locks.request('rina', {}, () => new Promise(() => {})).catch(() => {})
  const tab = aTab()
  tab.listen()
  await pass(9)
  expect(connections).toEqual([])

  await pass(11)
  open()[0]!.succeed('chat')

  expect(tab.heard).toContain('subscribed')
})

test('one that was replaced while it slept follows once it is awake', async () => {
  const { three } = await threeTabs()

  let wake = () => {}
  navigator.locks.request('rina', { steal: true }, () => new Promise<void>(resolve => (wake = resolve))).catch(() => {})
  await settle()
  expect(open()).toEqual([])
  wake()
  await settle()
  open()[0]!.succeed('chat')
  open()[0]!.say('chat', 'Good morning')
  await settle()

  expect(open().length).toBe(1)
  expect(three.map(({ heard }) => heard.at(-1))).toEqual(['Good morning', 'Good morning', 'Good morning'])
})

test('a channel is left when nobody listens to it any more', async () => {
  const [first, second] = [aTab(), aTab()]
  first.listen('one')
  const subscription = second.listen('two')
  await settle()
  expect([...connections[0]!.channels.keys()]).toEqual(['one', 'two'])

  subscription.stop()
  await settle()

  expect([...connections[0]!.channels.keys()]).toEqual(['one'])
})

test('who listens by another name has a connection of its own, and hears nothing of this one', async () => {
  await threeTabs()
  const stranger = aTab('tom')
  stranger.listen()
  await settle()

  connections[0]!.say('chat', 'Between us')
  await settle()

  expect(connections.length).toBe(2)
  expect(stranger.heard).toEqual([])
})

test('without locks each tab has its own connection', () => {
  vi.stubGlobal('navigator', {})
  for (const tab of [aTab(), aTab()]) tab.listen()

  expect(open().length).toBe(2)
})

test('a page that is put away is never connected, also where there are no locks', () => {
  vi.stubGlobal('navigator', {})
  const tab = aTab()
  tab.listen()

  tab.page('pagehide')
  expect(open()).toEqual([])
  tab.page('pageshow', { persisted: true })
  open()[0]!.succeed('chat')

  expect(tab.heard[0]).toBe('subscribed')
})

test('a page that may have no lock is connected by itself', async () => {
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) } })
  const [tab, neighbour] = [aTab(), aTab()]
  tab.listen()
  neighbour.listen()
  await settle()

  connections[0]!.succeed('chat')
  await settle()

  expect([open().length, tab.heard[0], neighbour.heard]).toEqual([2, 'subscribed', []])
})
