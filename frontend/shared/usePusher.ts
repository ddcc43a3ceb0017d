/** The realtime connection: unmodified pusher-js, loaded when first needed, watched over and put back on its feet. */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type Pusher from 'pusher-js'
import type { ChannelAuthorizationHandler, Options } from 'pusher-js'
import { Refusal, type Authorise } from './api'
import type { RealtimeView } from './views'
import { backOff } from './waits'

/** `offline`: the browser itself has no network. */
export type ConnectionState = 'connecting' | 'online' | 'offline'

export interface Listener {
  /** At every `subscription_succeeded`, also after a reconnection: now is the time to catch up. */
  onSubscribed?(): void
  onEvent(name: string, data: unknown): void
}

export interface Subscription {
  /** True from each `subscription_succeeded` until the socket is gone. */
  readonly subscribed: ReadonlySignal<boolean>
  /** A client event to the others who listen; nobody learns whether it arrives, and while not subscribed it does not. */
  tell(event: string, data: unknown): void
  stop(): void
}

/** What conversations and lists need of a connection. */
export interface Realtime {
  readonly state: ReadonlySignal<ConnectionState>
  /** Listens to a logical channel, `chat-session.{id}` or `admin-chat`, one listener at a time; nothing is heard before this returns. */
  subscribe(channel: string, listener: Listener): Subscription
  stop(): void
}

export interface PusherOptions {
  realtime: RealtimeView
  /** Where `widget.js` or the console came from; the gateway is there when `realtime` names no host. */
  origin: string
  authorise: Authorise
  /** Where pusher-js comes from. */
  load?: () => Promise<{ default: typeof Pusher }>
}

interface Channel {
  subscribed: Signal<boolean>
  listener: Listener
  tries: number
}

const PREFIX = 'private-'
/** How long an attempt may take. After a refused one pusher-js itself would wait 15, 30, 60 s; a slow network gets its time now and then. */
const ATTEMPTS = [2_000, 3_000, 5_000, 5_000, 15_000]
/** The server said not to come back; it may have been set up anew by then. */
const DISMISSED = 30_000

const spread = (wait: number) => wait * (0.75 + Math.random() / 2)

/** Connects at once; pusher-js itself is fetched by this call and not before. */
export function usePusher({ realtime, origin, authorise, load = () => import('./pusher') }: PusherOptions): Realtime {
  const state = signal<ConnectionState>('connecting')
  const channels = new Map<string, Channel>()
  let pusher: Pusher | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let stopped = false

  const isConnected = () => pusher?.connection.state === 'connected'

  function show(): void {
    state.value = !navigator.onLine ? 'offline' : isConnected() ? 'online' : 'connecting'
  }

  async function begin(): Promise<void> {
    try {
      const { default: Client } = await load()
      if (stopped) return
      pusher = new Client(realtime.key, optionsOf(realtime, origin, authorisation))
    } catch {
      if (!stopped) timer = setTimeout(begin, backOff(tries++))
      return
    }
    pusher.connection.bind('state_change', changed)
    channels.forEach(attach)
    changed({ current: pusher.connection.state })
  }

  function changed({ current }: { current: string }): void {
    show()
    // It follows on an attempt that is already being watched.
    if (current === 'unavailable') return
    clearTimeout(timer)
    if (current === 'connected') {
      tries = 0
      return
    }
    for (const channel of channels.values()) channel.subscribed.value = false
    if (stopped) return
    const patience = current === 'connecting' ? ATTEMPTS[tries % ATTEMPTS.length]! : DISMISSED
    timer = setTimeout(() => {
      tries++
      reconnect()
    }, spread(patience))
  }

  function reconnect(): void {
    pusher?.disconnect()
    pusher?.connect()
  }

  function attach(channel: Channel, name: string): void {
    pusher!.subscribe(PREFIX + name).bind_global((event: string, data: unknown) => {
      if (event === 'pusher:subscription_succeeded') {
        channel.tries = 0
        channel.subscribed.value = true
        channel.listener.onSubscribed?.()
      } else if (event === 'pusher:subscription_error') {
        setTimeout(() => subscribeAgain(channel, name), backOff(channel.tries++))
      } else if (!event.startsWith('pusher')) {
        channel.listener.onEvent(event, data)
      }
    })
  }

  function subscribeAgain(channel: Channel, name: string): void {
    const refused = pusher?.channel(PREFIX + name)
    if (!refused || channel.subscribed.peek() || channels.get(name) !== channel) return
    // pusher-js still waits for an answer to the subscription that the server refused.
    refused.subscriptionPending = false
    pusher!.subscribe(PREFIX + name)
  }

  /** Asks until there is a permission; pusher-js would give up at the first failure. */
  const authorisation: ChannelAuthorizationHandler = ({ socketId, channelName }, answer) => {
    let failures = 0
    const ask = async () => {
      // A signature for a connection that is gone is of no use: the new one asks for its own.
      const isCurrent = () => !stopped && isConnected() && pusher!.connection.socket_id === socketId
      try {
        const auth = await authorise(socketId, channelName)
        if (isCurrent()) answer(null, auth)
      } catch (error) {
        if (!isCurrent()) return
        if (channels.has(channelName.slice(PREFIX.length))) {
          const asked = error instanceof Refusal ? error.retryAfter * 1000 : 0
          setTimeout(() => isCurrent() && ask(), Math.max(asked, backOff(failures++)))
        } else {
          answer(error as Error, null)
          pusher!.unsubscribe(channelName)
        }
      }
    }
    void ask()
  }

  const handlers: Record<string, () => void> = {
    offline: show,
    online() {
      show()
      tries = 0
      if (pusher && !isConnected()) reconnect()
    },
  }
  for (const name in handlers) addEventListener(name, handlers[name]!)
  show()
  void begin()

  return {
    state,
    subscribe(name, listener) {
      const channel = { subscribed: signal(false), listener, tries: 0 }
      channels.set(name, channel)
      if (pusher) attach(channel, name)
      return {
        subscribed: channel.subscribed,
        tell(event, data) {
          if (channel.subscribed.peek()) pusher?.channel(PREFIX + name)?.trigger(event, data)
        },
        stop() {
          if (channels.get(name) !== channel) return
          channels.delete(name)
          pusher?.channel(PREFIX + name)?.unbind_global()
          pusher?.unsubscribe(PREFIX + name)
        },
      }
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      for (const name in handlers) removeEventListener(name, handlers[name]!)
      pusher?.disconnect()
    },
  }
}

function optionsOf({ driver, cluster, ws_host, ws_port, wss_port, force_tls }: RealtimeView, origin: string, customHandler: ChannelAuthorizationHandler): Options {
  const server = new URL(origin || location.origin)
  // Hosted Pusher is found by its cluster.
  const here = !ws_host && driver !== 'pusher'
  const forceTLS = force_tls || (here && server.protocol === 'https:')
  const port = (here && Number(server.port)) || (forceTLS ? 443 : 80)
  return {
    cluster: cluster || 'own',
    forceTLS,
    // By TLS too, where it is forced; 'wss' is a second try by TLS of what is reached without.
    enabledTransports: ['ws'],
    // A network that is gone without a word is noticed within 25 s.
    activityTimeout: 20_000,
    pongTimeout: 5_000,
    channelAuthorization: { customHandler },
    wsHost: here ? server.hostname : (ws_host ?? ''),
    wsPort: ws_port ?? port,
    wssPort: wss_port ?? port,
    wsPath: here ? server.pathname.replace(/\/$/, '') : '',
  }
}
