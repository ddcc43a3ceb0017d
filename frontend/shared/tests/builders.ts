/** A server in memory, and tabs of browsers that talk with it. */

import { signal } from '@preact/signals'
import { Refusal, type ChatApi } from '../api'
import { createConversation, type ConversationOptions } from '../conversation'
import type { Store } from '../store'
import type { Tabs } from '../tabs'
import type { ConnectionState, Listener, Realtime } from '../usePusher'
import type { MessageView, SessionView } from '../views'

const PAGE = 50

export function aSession(over: Partial<SessionView> = {}): SessionView {
  return {
    session_id: 's',
    guest_name: 'Siti',
    status: 'active',
    closed_by: null,
    created_at: at(0),
    updated_at: at(0),
    last_activity_at: at(0),
    last_seq: 0,
    guest_last_read_seq: 0,
    admin_last_read_seq: 0,
    unread_count: 0,
    topic: null,
    epoch: 'first',
    ...over,
  }
}

export const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 10, 0, second)).toISOString()

export function aMessage(over: Partial<MessageView> & { seq: number }): MessageView {
  return {
    id: `m${over.seq}`,
    session_id: 's',
    kind: 'text',
    message: `text ${over.seq}`,
    sender_type: 'admin',
    sender_name: 'Rina',
    is_read: false,
    attachments: [],
    metadata: {},
    created_at: at(over.seq),
    updated_at: at(over.seq),
    ...over,
  }
}

/** Stores, numbers and tells as the real one does; `fault` stands in its way. */
export function aServer() {
  const stored: MessageView[] = []
  const listeners = new Set<Listener>()
  let session = aSession()
  const server = {
    stored,
    asked: [] as string[],
    /** Asked before each request with its name and id; what it throws is the answer. */
    fault: (_request: string, _id: string): void => {},
    /** Refuses after it has stored: the answer is lost. */
    loseAnswers: false,
    get session(): SessionView {
      const unread_count = stored.filter(({ seq, sender_type }) => sender_type === 'admin' && seq > session.guest_last_read_seq).length
      return { ...session, last_seq: stored.length, unread_count }
    },
    change: (over: Partial<SessionView>) => void (session = { ...session, ...over }),
    /** Stores without telling anybody. */
    store(count = 1, over: Partial<MessageView> = {}) {
      for (let i = 0; i < count; i++) stored.push(aMessage({ ...over, seq: stored.length + 1 }))
      return stored.at(-1)!
    },
    tell(name: string, data: unknown) {
      for (const listener of [...listeners]) listener.onEvent(name, structuredClone(data))
    },
    /** What one client has to say, to all others. */
    pass(from: Listener, name: string, data: unknown) {
      for (const listener of listeners) if (listener !== from) listener.onEvent(name, structuredClone(data))
    },
    /** Stores and tells. */
    say(over: Partial<MessageView> = {}) {
      const message = server.store(1, over)
      server.tell('message.sent', { session_id: 's', seq: message.seq, message })
      return message
    },
    restore(epoch: string, count: number) {
      stored.length = Math.min(stored.length, count)
      session = { ...session, epoch }
    },
    connect: (listener: Listener) => void listeners.add(listener),
    disconnect: (listener: Listener) => void listeners.delete(listener),
  }

  async function answer<T>(request: string, id: string, make: () => T): Promise<T> {
    server.asked.push(id ? `${request} ${id}` : request)
    server.fault(request, id)
    const made = make()
    await Promise.resolve()
    if (server.loseAnswers) throw new Refusal(0, 'network')
    return structuredClone(made)
  }

  function page({ after, before }: { after?: number; before?: number }) {
    if (after !== undefined && after > stored.length) throw new Refusal(409, 'cursor_ahead')
    const part = after !== undefined ? stored.slice(after, after + PAGE) : stored.slice(0, before && before - 1).slice(-PAGE)
    const rest = after !== undefined ? stored.length - after : (before ?? stored.length + 1) - 1
    return { messages: part, has_more: rest > part.length, last_seq: stored.length, epoch: session.epoch, session: server.session }
  }

  const api: ChatApi = {
    page: cursor => answer('page', Object.entries(cursor).flat().join(' '), () => page(cursor)),
    send: (id, message) =>
      answer('send', id, () => {
        const known = stored.find(each => each.id === id)
        if (known) return { message: known }
        if (session.status === 'closed') throw new Refusal(409, 'session_closed')
        return { message: server.say({ id, message, sender_type: 'guest', sender_name: 'Siti' }) }
      }),
    read: upTo =>
      answer('read', `${upTo}`, () => {
        server.change({ guest_last_read_seq: Math.max(session.guest_last_read_seq, upTo) })
        return { session: server.session }
      }),
    close: () =>
      answer('close', '', () => {
        server.change({ status: 'closed', closed_by: 'guest' })
        return { session: server.session }
      }),
  }
  return Object.assign(server, { api })
}

/** A browser: what its tabs share. As with a process for each of them, a tab sees a moment later what another one has written. */
export function aBrowser() {
  const kept = new Map<string, string>()
  const others: ((key: string, text: string | null) => void)[] = []
  let queue = Promise.resolve<unknown>(undefined)
  return {
    kept,
    tab(): { store: Store; tabs: Tabs } {
      const seen = new Map(kept)
      let tell: (key: string) => void = () => {}
      const put = (map: Map<string, string>, key: string, text: string | null) => (text === null ? map.delete(key) : map.set(key, text))
      const hear = (key: string, text: string | null) => {
        put(seen, key, text)
        tell(key)
      }
      others.push(hear)
      const write = (key: string, text: string | null) => {
        put(seen, key, text)
        put(kept, key, text)
        for (const other of others) if (other !== hear) queueMicrotask(() => other(key, text))
      }
      return {
        store: {
          getItem: key => seen.get(key) ?? null,
          setItem: write,
          removeItem: key => write(key, null),
        },
        tabs: {
          alone: (_name, run) => {
            const done = queue.then(run)
            queue = done.catch(() => {})
            return done
          },
          onChange(heard) {
            tell = heard
            return () => (tell = () => {})
          },
        },
      }
    },
  }
}

export type Opening = Partial<ConversationOptions<SessionView>> & { browser?: ReturnType<typeof aBrowser> }

/** A chat open in a tab, with the switches that a person or a network could touch. */
export function open(server: ReturnType<typeof aServer>, { browser = aBrowser(), ...over }: Opening = {}) {
  const subscribed = signal(false)
  const state = signal<ConnectionState>('connecting')
  const visible = signal(true)
  const told: unknown[] = []
  let listener: Listener | null = null
  const realtime: Realtime = {
    state,
    subscribe(_channel, heard) {
      listener = heard
      return {
        subscribed,
        tell(event, data) {
          told.push(data)
          server.pass(heard, event, data)
        },
        stop: () => server.disconnect(heard),
      }
    },
    stop() {},
  }
  const chat = createConversation({
    session: server.session,
    self: 'guest',
    api: server.api,
    realtime,
    visible,
    chance: () => 0.5,
    ...browser.tab(),
    ...over,
  })
  return {
    chat,
    visible,
    network: state,
    /** What it has told the others in the chat. */
    told,
    texts: () => chat.messages.value.map(message => message.message),
    seqs: () => chat.messages.value.map(message => message.seq),
    waiting: () => chat.unsent.value.map(each => each.text),
    plugIn() {
      server.connect(listener!)
      state.value = 'online'
      subscribed.value = true
      listener!.onSubscribed?.()
    },
    unplug(to: ConnectionState = 'connecting') {
      server.disconnect(listener!)
      subscribed.value = false
      state.value = to
    },
  }
}
