/** The chats that an admin has open: the one on screen, and those that still have something to send. */

import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { ADMIN_CHATS, createChatApi, Refusal, type Ask } from '../shared/api'
import { createConversation, type Conversation } from '../shared/conversation'
import type { Store } from '../shared/store'
import { browserTabs, type Tabs } from '../shared/tabs'
import type { Realtime } from '../shared/usePusher'
import type { AdminMessagePage, AdminSessionView } from '../shared/views'

export type Chat = Conversation<AdminSessionView>

/** `gone`: erased, or never was. */
export type Current =
  | { id: string; state: 'open'; chat: Chat }
  | { id: string; state: 'loading' | 'failed' | 'gone'; chat: null }

export interface Surroundings {
  ask: Ask
  realtime: Realtime
  store: Store
  /** Drafts and unsent messages belong to this admin. */
  owner: string
  /** What visitors read of this admin. */
  name: string
  /** Somebody looks at the conversation. */
  attended: ReadonlySignal<boolean>
  /** A chat as the lists know it. */
  known: (id: string) => AdminSessionView | undefined
  /** Chats in which something was left unsent when the console was last closed. */
  leftovers: () => readonly string[]
  tabs?: Tabs
}

export type OpenChats = ReturnType<typeof createOpenChats>

/** Chats kept up to date in the background, so that going back to one shows it at once. */
const KEPT = 6

export function createOpenChats({ ask, realtime, store, owner, name, attended, known, leftovers, tabs = browserTabs }: Surroundings) {
  const current = signal<Current | null>(null)
  const kept = signal<ReadonlyMap<string, Chat>>(new Map())
  let stopped = false
  const unsent = computed(() => [...kept.value.values()].reduce((sum, chat) => sum + chat.unsent.value.length, 0))

  function begin(session: AdminSessionView): Chat {
    const id = session.session_id
    return createConversation<AdminSessionView>({
      session,
      self: 'admin',
      api: createChatApi<AdminSessionView>(ask, ADMIN_CHATS, id),
      realtime,
      store,
      owner,
      name,
      tabs,
      visible: computed(() => attended.value && current.value?.id === id),
    })
  }

  function keep(id: string, chat: Chat): void {
    const next = new Map(kept.peek())
    next.delete(id)
    next.set(id, chat)
    for (const [old, one] of next) {
      if (next.size <= KEPT) break
      if ([id, current.peek()?.id].includes(old) || one.unsent.peek().length > 0) continue
      one.stop()
      next.delete(old)
    }
    kept.value = next
  }

  function open(session: AdminSessionView): void {
    const id = session.session_id
    const chat = kept.peek().get(id) ?? begin(session)
    current.value = { id, state: 'open', chat }
    keep(id, chat)
  }

  const lookUp = async (id: string) =>
    (await ask<AdminMessagePage>('GET', `${ADMIN_CHATS}/${encodeURIComponent(id)}/messages?limit=1`)).session

  /** A chat that no list knows: an address of a colleague. */
  async function find(id: string): Promise<void> {
    current.value = { id, state: 'loading', chat: null }
    try {
      const session = await lookUp(id)
      if (current.peek()?.id === id) open(session)
    } catch (error) {
      if (current.peek()?.id === id) current.value = { id, state: isNoChat(error) ? 'gone' : 'failed', chat: null }
    }
  }

  function show(id: string | null): void {
    if (id === (current.peek()?.id ?? null)) return
    const row = id === null ? undefined : (kept.peek().get(id)?.session.peek() ?? known(id))
    if (row !== undefined) open(row)
    else if (id === null) current.value = null
    else void find(id)
  }

  function retry(): void {
    const id = current.peek()?.id
    if (id !== undefined) void find(id)
  }

  /** What was left unsent goes out without its chat being opened. */
  async function resume(): Promise<void> {
    for (const id of leftovers()) {
      const session = await lookUp(id).catch(() => null)
      if (stopped) return
      if (session !== null && !kept.peek().has(id)) keep(id, begin(session))
    }
  }

  function stop(): void {
    stopped = true
    for (const chat of kept.peek().values()) chat.stop()
  }

  return { current, kept, unsent, show, retry, resume, stop }
}

/** A chat as a list shows it: what was said last may be newer than what the server last told of the session. */
export function rowOf({ session, messages }: Pick<Chat, 'session' | 'messages'>): AdminSessionView {
  const told = session.value
  const last = messages.value.at(-1)
  return last === undefined || last.seq <= (told.last_message?.seq ?? 0) ? told : { ...told, last_message: last }
}

/** What is no id at all is refused in other ways than an id of nothing. */
function isNoChat(error: unknown): boolean {
  return error instanceof Refusal && [400, 404, 422].includes(error.status)
}
