/** What one chat knows and does, for guest and admin alike; it never touches the page. */

import { batch, effect, untracked, type ReadonlySignal, type Signal } from '@preact/signals'
import { Refusal, type ChatApi } from './api'
import { createLooking, isGone } from './conversation/looking'
import { createReading } from './conversation/reading'
import { createSending } from './conversation/sending'
import { createState, isShown } from './conversation/state'
import { createTyping } from './conversation/typing'
import { createDraft, createUnsent } from './conversation/unsent'
import { newId } from './ids'
import type { Store } from './store'
import { browserTabs, type Tabs } from './tabs'
import { cleaned, problemOf, withoutControls } from './text'
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

/** Whether there are messages before those that are loaded. */
export type Earlier = 'none' | 'some' | 'loading' | 'failed'

export interface Closing {
  /** Null where it is not known who. */
  by: 'guest' | 'admin' | 'system' | null
  at: string
}

export interface ConversationOptions<S extends SessionView> {
  session: S
  self: 'guest' | 'admin'
  api: ChatApi<S>
  realtime: Realtime
  store: Store
  /** Whose unsent texts and drafts these are, where several people use one browser (the admin's e-mail). */
  owner?: string
  /** What the other side reads of who writes here; of a guest it knows that already. */
  name?: string
  /** Whether the view is on screen, in a visible and focused window. */
  visible: ReadonlySignal<boolean>
  /** Other tabs of this browser. */
  tabs?: Tabs
  /** A number from 0 to 1; all waits are spread by it. */
  chance?: () => number
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
  readonly earlier: ReadonlySignal<Earlier>
  /** What is being written; kept across reloads. */
  readonly draft: Signal<string>
  /** Who of the other side is writing just now; empty while nobody is. */
  readonly typing: ReadonlySignal<string>
  /** False when there is nothing to send; `id` where one was given out before. */
  send(text: string, id?: string): boolean
  /** Tries everything that waits at once: unsent texts, a failed page. */
  retry(): void
  /** Takes a refused text out, to be written again. */
  edit(id: string): void
  remove(id: string): void
  loadEarlier(): Promise<void>
  /** The view says up to which entry it shows, 0 for none; the highest that somebody saw becomes the read mark. */
  shown(seq: number): void
  /** Called with every message of others that arrives while this is open (not with history). */
  onArrival(heard: (message: MessageView) => void): () => void
  close(): Promise<Refusal | null>
  stop(): void
}

type Happened =
  | { name: 'message.sent'; data: { seq: number; message?: MessageView } }
  | { name: 'messages.read'; data: { reader: string; up_to_seq: number } }
  | { name: 'session.closed'; data: { closed_by: 'guest' | 'admin' | 'system'; closed_seq: number; closed_at: string } }
  | { name: 'session.erased'; data: object }

export function createConversation<S extends SessionView>(options: ConversationOptions<S>): Conversation<S> {
  const { session: first, self, api, realtime, store, owner, name, visible, tabs = browserTabs, chance = Math.random } = options
  const key = (what: string) => `livechat:${what}:${owner ? `${owner}:` : ''}${first.session_id}`
  const unsentKey = key('unsent')
  const draftKey = key('draft')

  const state = createState(first, self)
  const unsent = createUnsent(store, unsentKey)
  const { draft, ...draftKeeper } = createDraft(store, draftKey, text => typing.wrote(text))
  const listeners = new Set<(message: MessageView) => void>()
  const ours = new Set<string>()

  /** Colleagues write for the same side; a guest is alone on theirs. */
  const isOthers = (message: MessageView) => isShown(message) && (message.sender_type !== self || (self === 'admin' && !ours.has(message.id)))

  function found(messages: readonly MessageView[]): void {
    for (const { id } of unsent.list.value) ours.add(id)
    unsent.drop(messages)
  }

  function arrived(messages: readonly MessageView[]): void {
    const fresh = batch(() => {
      found(messages)
      const fresh = state.append(messages)
      if (fresh.some(message => message.sender_type !== self)) typing.hide()
      return fresh
    })
    for (const message of fresh.filter(isOthers)) for (const heard of listeners) heard(message)
  }

  /** A single message, by the socket or as the answer to its sending. */
  function hear(message: MessageView): void {
    batch(() => {
      const gap = !state.loaded() || message.seq > state.last() + 1
      found([message])
      if (!gap) return arrived([message])
      if (ours.has(message.id)) state.keep(message)
      void looking.look()
    })
  }

  function happened({ name, data }: Happened): void {
    if (name === 'message.sent') {
      if (data.message) hear(data.message)
      else catchUpTo(data.seq)
    } else if (name === 'messages.read') {
      if (data.reader === 'guest' || data.reader === 'admin') state.markRead(data.reader, data.up_to_seq)
      catchUpTo(data.up_to_seq)
    } else if (name === 'session.closed') {
      state.close(data.closed_by, data.closed_at)
      catchUpTo(data.closed_seq)
    } else if (name === 'session.erased') void looking.look()
  }

  function catchUpTo(seq: number): void {
    if (seq > state.last()) void looking.look()
  }

  function refused(refusal: Refusal): void {
    if (isGone(refusal)) state.phase.value = 'gone'
    // Closed, as it seems, and the event has not come.
    else if (refusal.status === 409) void looking.look()
  }

  let isSubscribed = false
  const subscription = realtime.subscribe(`chat-session.${first.session_id}`, {
    onSubscribed: () => looking.subscribed(),
    onEvent(name, data) {
      typing.heard(name, data)
      happened({ name, data } as Happened)
    },
  })
  const typing = createTyping({ state, self, name, subscription })
  const looking = createLooking({ state, api, subscribed: subscription.subscribed, visible, chance, arrived, found })
  const sending = createSending({ unsent, api, tabs, lock: unsentKey, chance, stored: hear, refused })
  const reading = createReading({ state, api, visible })
  void looking.look()

  const unlisten = tabs.onChange(changed => {
    if (changed === draftKey) draftKeeper.read()
    if (changed !== unsentKey) return
    const before = unsent.list.value.length
    // What another tab has sent is to be seen here as soon as it is no longer waiting.
    if (unsent.read().length < before) void looking.look()
    found(state.messages.value)
    void sending.run()
  })

  let wasOffline = false
  const unwatch = effect(() => {
    const offline = realtime.state.value === 'offline'
    const subscribed = subscription.subscribed.value
    untracked(() => {
      if ((wasOffline && !offline) || (subscribed && !isSubscribed)) sending.hurry()
      if (wasOffline && !offline) void looking.look()
    })
    wasOffline = offline
    isSubscribed = subscribed
  })

  return {
    session: state.session,
    phase: state.phase,
    messages: state.messages,
    unsent: unsent.list,
    overdue: sending.overdue,
    closed: state.closed,
    earlier: state.earlier,
    draft,
    typing: typing.typing,
    send(written, id = newId()) {
      const text = cleaned(withoutControls(written))
      if (problemOf(text) === 'required') return false
      if (!unsent.read().some(each => each.id === id)) unsent.add({ id, text, at: Date.now() })
      ours.add(id)
      void sending.run()
      return true
    },
    retry() {
      const { phase, earlier } = state
      if (phase.value === 'failed' || phase.value === 'gone') phase.value = 'loading'
      void looking.look()
      if (earlier.value === 'failed') void looking.loadEarlier()
      sending.hurry(true)
    },
    edit(id) {
      const text = unsent.list.value.find(each => each.id === id)?.text
      if (text === undefined) return
      draft.value = draft.value ? `${draft.value}\n${text}` : text
      unsent.drop([{ id }])
    },
    remove: id => unsent.drop([{ id }]),
    loadEarlier: looking.loadEarlier,
    shown: reading.shown,
    onArrival(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    async close() {
      try {
        const { session } = await api.close()
        batch(() => {
          state.close(self, session.last_activity_at)
          state.tell(session)
        })
        return null
      } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal(0, 'unknown')
        refused(refusal)
        return refusal
      }
    },
    stop() {
      subscription.stop()
      unlisten()
      unwatch()
      draftKeeper.stop()
      typing.stop()
      looking.stop()
      sending.stop()
      reading.stop()
    },
  }
}
