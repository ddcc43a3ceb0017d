/** One connection for all tabs of a browser that may hear the same; one of them has it, and tells the others. */

import { batch, effect, signal, untracked, type Signal } from '@preact/signals'
import { newId } from './ids'
import type { ConnectionState, Listener, Realtime, Subscription } from './usePusher'

type Word =
  /** A tab says what it listens to; whoever leads answers with how things are. */
  | { from: string; wants: readonly string[] }
  /** How things are: the connection, and on which channels it hears. */
  | { by: string; state: ConnectionState; on: readonly string[] }
  /** A tab has something to say there. */
  | { into: string; name: string; data: unknown }
  /** Something happened there; without a name it is subscribed, once more perhaps. */
  | { channel: string; name?: string; data?: unknown }

interface Channel {
  subscribed: Signal<boolean>
  listener: Listener
}

/** A leader that is closed or has crashed gives up its lock at once; one that was put to sleep keeps it, and is silent. */
const ASK = 5_000
const SILENT = 2

/**
 * `name` must differ where not everybody may hear the same: by login, by chat, by server.
 * Where tabs cannot find each other, as without https, each has its own connection.
 */
export function shareRealtime(name: string, connect: () => Realtime): Realtime {
  const locks: LockManager | undefined = navigator.locks
  const me = newId()
  const state = signal<ConnectionState>('connecting')
  const channels = new Map<string, Channel>()
  let way: BroadcastChannel | undefined
  let leader: Leader | undefined
  let led = ''
  let missed = 0
  let claim: AbortController | undefined
  let clock: ReturnType<typeof setInterval> | undefined
  let release = () => {}

  function tell(word: Word): void {
    way?.postMessage(word)
    hear(word)
  }

  const want = () => tell({ from: me, wants: [...channels.keys()] })

  function hear(word: Word): void {
    if ('wants' in word) return leader?.want(word.from, word.wants)
    if ('into' in word) return leader?.pass(word.into, word.name, word.data)
    missed = 0
    if ('on' in word) return follow(word)
    const { channel, name, data } = word
    const listener = channels.get(channel)?.listener
    name ? listener?.onEvent(name, data) : listener?.onSubscribed?.()
  }

  function follow({ by, state: now, on }: Extract<Word, { on: unknown }>): void {
    const fresh = [...channels].filter(([name, { subscribed }]) => on.includes(name) && !subscribed.peek())
    batch(() => {
      state.value = now
      for (const [name, { subscribed }] of channels) subscribed.value = on.includes(name)
    })
    for (const [, { listener }] of fresh) listener.onSubscribed?.()
    if (by === led) return
    led = by
    if (way) want()
  }

  function stepDown(): void {
    leader?.stop()
    leader = undefined
  }

  function lead(): void {
    led = me
    leader = createLeader(me, connect(), tell)
    want()
  }

  /** Waits for its turn to lead, or takes it. */
  function queue(steal = false): void {
    if (!locks) return lead()
    claim?.abort()
    const mine = (claim = new AbortController())
    let granted = false
    const hold = () =>
      new Promise<void>(resolve => {
        granted = true
        release = resolve
        // Given in the very moment in which it was not wanted any more.
        claim === mine ? lead() : resolve()
      })
    locks.request(name, steal ? { steal } : { signal: mine.signal }, hold).catch(() => {
      if (claim !== mine) return
      stepDown()
      // Taken by another tab, for this one was silent.
      if (granted) return queue()
      // A page that may have no lock at all is alone, and so are its neighbours.
      way?.close()
      way = undefined
      lead()
    })
  }

  function ask(): void {
    if (leader) return
    if (missed++ < SILENT) want()
    else queue(true)
  }

  function join(): void {
    if (clock) return
    clock = setInterval(ask, ASK)
    if (locks) (way = new BroadcastChannel(name)).onmessage = ({ data }) => hear(data)
    queue()
    want()
  }

  function leave(): void {
    claim?.abort()
    stepDown()
    tell({ from: me, wants: [] })
    release()
    way?.close()
    clearInterval(clock)
    claim = way = clock = undefined
    missed = 0
    follow({ by: '', state: 'connecting', on: [] })
  }

  const life = new AbortController()
  const on = (target: EventTarget, name: string, act: (event: Event) => void) => target.addEventListener(name, act, { signal: life.signal })
  // A page that is put away, for the way back or to save power, must not keep the others waiting; with an open socket it is not kept.
  on(window, 'pagehide', leave)
  on(document, 'freeze', leave)
  on(window, 'pageshow', event => (event as PageTransitionEvent).persisted && join())
  on(document, 'resume', join)
  join()

  return {
    state,
    subscribe(name, listener): Subscription {
      const channel = { subscribed: signal(false), listener }
      channels.set(name, channel)
      queueMicrotask(want)
      return {
        subscribed: channel.subscribed,
        tell: (event, data) => tell({ into: name, name: event, data }),
        stop() {
          if (channels.get(name) !== channel) return
          channels.delete(name)
          want()
        },
      }
    },
    stop() {
      life.abort()
      leave()
    },
  }
}

type Leader = ReturnType<typeof createLeader>

/** Listens for all tabs, and tells them what it hears. */
function createLeader(me: string, realtime: Realtime, tell: (word: Word) => void) {
  const wants = new Map<string, readonly string[]>()
  const heard = signal<ReadonlyMap<string, Subscription>>(new Map())
  const unwatch = effect(() => {
    const on = [...heard.value].filter(([, { subscribed }]) => subscribed.value).map(([channel]) => channel)
    const state = realtime.state.value
    untracked(() => tell({ by: me, state, on }))
  })

  const listen = (channel: string) =>
    realtime.subscribe(channel, {
      onSubscribed: () => tell({ channel }),
      onEvent: (name, data) => tell({ channel, name, data }),
    })

  return {
    want(tab: string, channels: readonly string[]): void {
      wants.set(tab, channels)
      const all = new Set([...wants.values()].flat())
      for (const [channel, subscription] of heard.peek()) if (!all.has(channel)) subscription.stop()
      heard.value = new Map([...all].map(channel => [channel, heard.peek().get(channel) ?? listen(channel)]))
    },
    pass(channel: string, name: string, data: unknown): void {
      heard.peek().get(channel)?.tell(name, data)
    },
    stop(): void {
      unwatch()
      realtime.stop()
      for (const subscription of heard.peek().values()) subscription.stop()
    },
  }
}
