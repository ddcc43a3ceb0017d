/** What one chat knows and does, for guest and admin alike; it never touches the page. */

import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { ChatApi, Refusal } from './api'
import type { Realtime } from './usePusher'
import type { MessageView, SessionView } from './views'

export interface Unsent {
  /** The message's own id: every retry carries it. */
  readonly id: string
  readonly text: string
  /** When it was written, in milliseconds. */
  readonly at: number
  /** Set once the server said no for good: its code, `session_closed`, `too_long` … */
  readonly refused?: string
}

/** `gone`: the chat is not there (any more) for this credential. */
export type Phase = 'loading' | 'ready' | 'failed' | 'gone'

export interface Closing {
  /** Null where it is not known who. */
  by: 'guest' | 'admin' | 'system' | null
  at: string
}

/** Storage as browsers have it; what the host page forbids can be stood in for by a Map. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface ConversationOptions<S extends SessionView> {
  session: S
  self: 'guest' | 'admin'
  api: ChatApi<S>
  realtime: Realtime
  store: Store
  /** Whose unsent texts and drafts these are, where several people use one browser (the admin's e-mail). */
  owner?: string
  /** Whether the view is on screen, in a visible and focused window. */
  visible: ReadonlySignal<boolean>
}

export interface Conversation<S extends SessionView = SessionView> {
  readonly session: ReadonlySignal<S>
  readonly phase: ReadonlySignal<Phase>
  /** Ascending by `seq`, only kinds that can be shown. */
  readonly messages: ReadonlySignal<readonly MessageView[]>
  /** Below the messages, in the order of writing. */
  readonly unsent: ReadonlySignal<readonly Unsent[]>
  /** Something has been waiting for more than 10 s: offer "Try now". */
  readonly overdue: ReadonlySignal<boolean>
  readonly closed: ReadonlySignal<Closing | null>
  readonly earlier: ReadonlySignal<'none' | 'some' | 'loading' | 'failed'>
  /** What is being written; kept across reloads. */
  readonly draft: Signal<string>
  /** False when there is nothing to send; `id` where one was given out before. */
  send(text: string, id?: string): boolean
  /** Tries everything that waits at once: unsent texts, a failed page. */
  retry(): void
  /** Takes a refused text out, to be written again. */
  edit(id: string): void
  remove(id: string): void
  loadEarlier(): Promise<void>
  /** The view says which entry has been seen; the highest becomes the read mark. */
  shown(seq: number): void
  /** Called with every message of others that arrives while this is open (not with history). */
  onArrival(heard: (message: MessageView) => void): () => void
  close(): Promise<Refusal | null>
  stop(): void
}

export function createConversation<S extends SessionView>(options: ConversationOptions<S>): Conversation<S> {
  const { session } = options
  return {
    session: signal(session),
    phase: signal<Phase>('loading'),
    messages: signal([]),
    unsent: signal([]),
    overdue: signal(false),
    closed: signal(null),
    earlier: signal('none' as const),
    draft: signal(''),
    send: () => false,
    retry() {},
    edit() {},
    remove() {},
    loadEarlier: async () => {},
    shown() {},
    onArrival: () => () => {},
    close: async () => null,
    stop() {},
  }
}
