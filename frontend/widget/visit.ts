/** What the widget knows of a visitor's chat and does for it; it never touches the page. */

import { batch, computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { createAuthorise, createChatApi, GUEST_CHATS, type Ask, type Refusal } from '../shared/api'
import { createConversation, type Conversation } from '../shared/conversation'
import { newId } from '../shared/ids'
import { shareRealtime } from '../shared/sharedRealtime'
import type { Store } from '../shared/store'
import { browserTabs } from '../shared/tabs'
import { usePusher, type ConnectionState, type Realtime } from '../shared/usePusher'
import type { ConfigView, SessionView, Started, StartSession } from '../shared/views'
import { backOff } from '../shared/waits'
import { KEY, type Credential } from './credential'
import type { Host } from './host'
import { NOBODY, type Introduction } from './introduction'
import { createOpening, type Opened, type Opening, type Talk } from './opening'

/** What there is to see; `asking` until it is known whether there is a chat. */
export type Scene = 'asking' | 'failed' | 'form' | 'talk'

export interface VisitOptions {
  ask: Ask
  /** Where the server is. */
  server: string
  credential: Credential
  store: Store
  host: Pick<Host, 'online'>
  /** Whether the chat is on screen, and somebody looks. */
  visible: ReadonlySignal<boolean>
  /** What goes along with the introduction. */
  about(): Pick<StartSession, 'locale' | 'metadata'>
}

const STALE = 60_000
/** Whoever has a chat is back in it a few seconds after the server. */
const MOST_TRIES = 2
const OPENED = `${KEY}:start`

export type Visit = ReturnType<typeof createVisit>

export function createVisit({ ask, server, credential, store, host, visible, about }: VisitOptions) {
  const scene = signal<Scene>('asking')
  const config = signal<ConfigView | null>(null)
  const chat = signal<Conversation | null>(null)
  const opening = signal<Opening | null>(null)
  const live = signal<Realtime | null>(null)
  /** Kept as long as the page is open: it fills the form in. */
  const introduction: Signal<Introduction> = signal(NOBODY)
  const refusal = signal<Refusal | null>(null)
  /** Where the visitor's own end of the chat stands. */
  const ending = signal<'asked' | 'sent' | 'failed' | null>(null)
  let asking: Promise<void> | null = null
  let asked = 0
  let tries = 0
  let next: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const current = () => chat.value?.session.value.session_id
  const mine = async () => (await ask<{ session: SessionView | null }>('GET', '/api/chat/session-from-cookie')).session
  const configure = async () => {
    config.value = await ask<ConfigView>('GET', '/api/chat/config')
    asked = Date.now()
  }

  async function find(): Promise<void> {
    clearTimeout(next)
    try {
      const [session] = await Promise.all([mine(), configure()])
      if (stopped) return
      if (!session) credential.forget()
      const opened = kept()
      // Also where the chat has begun: what was written for it is not sent yet.
      if (opened) open(opened)
      else if (session) enter(session)
      else scene.value = 'form'
      tries = 0
    } catch {
      if (!chat.value) scene.value = 'failed'
      if (credential.session() && !stopped) next = setTimeout(retry, backOff(Math.min(tries++, MOST_TRIES)))
    }
    asking = null
  }

  /** What nobody can read is as good as nothing. */
  function kept(): Opened | null {
    try {
      return JSON.parse(store.getItem(OPENED) ?? 'null')
    } catch {
      store.removeItem(OPENED)
      return null
    }
  }

  function retry(): void {
    if (scene.peek() === 'failed') asking ??= find()
  }

  /** Asks the server what there is; later on only whether somebody is there, if that is long ago. */
  function look(): void {
    if (!config.value || scene.value === 'failed') {
      scene.value = 'asking'
      asking ??= find()
    }
    // When this fails nothing is lost: what was known stays.
    else if (Date.now() - asked > STALE) configure().catch(() => {})
  }

  function enter(session: SessionView, token?: string): void {
    const { realtime } = config.value!
    credential.keep(session.session_id, token)
    if (stopped) return
    store.removeItem(OPENED)
    live.value?.stop()
    live.value = shareRealtime(`${KEY}:${session.session_id}:${JSON.stringify(realtime)}`, () =>
      usePusher({ realtime, origin: server, authorise: createAuthorise(ask, realtime.auth_endpoint) }),
    )
    const next = createConversation<SessionView>({
      session,
      self: 'guest',
      api: createChatApi(ask, GUEST_CHATS, session.session_id),
      realtime: live.value,
      store,
      visible,
    })
    const written = opening.value
    written?.unsent.value.forEach(({ text, id }) => next.send(text, id))
    next.draft.value ||= written?.draft.value || introduction.value.message
    leave()
    batch(() => {
      chat.value = next
      introduction.value = { ...introduction.value, message: '' }
      scene.value = 'talk'
    })
  }

  function leave(): void {
    chat.value?.stop()
    opening.value?.stop()
    chat.value = opening.value = null
  }

  /** A chat that another tab has begun meanwhile is taken instead. */
  async function begin(said: Introduction, request_id: string): Promise<void> {
    const before = current()
    const { session, token } = await browserTabs.alone<Started>(KEY, async () => {
      const other = credential.session()
      const session = other && other !== before ? await mine() : null
      return session?.status === 'active' ? { session } : ask('POST', '/api/chat/start-session', { ...wire(said), ...about(), request_id })
    })
    enter(session, token)
  }

  function open(opened: Opened): void {
    refusal.value = null
    opening.value = createOpening({
      opened,
      keep: record => store.setItem(OPENED, JSON.stringify(record)),
      begin,
      refused(why) {
        const texts = opening.value!.unsent.value.map(({ text }) => text)
        store.removeItem(OPENED)
        batch(() => {
          introduction.value = { ...opened.said, message: texts.join('\n\n') }
          refusal.value = why
          opening.value = null
          scene.value = 'form'
        })
      },
    })
    scene.value = 'talk'
  }

  /** Shows the chat with its first message at once, and has the server begin it. */
  function start(said: Introduction): void {
    const { message } = said
    introduction.value = { ...said, message: '' }
    open({ id: newId(), said: introduction.value, unsent: message.trim() ? [{ id: newId(), text: message, at: Date.now() }] : [] })
  }

  async function end(): Promise<void> {
    ending.value = 'sent'
    ending.value = (await chat.value?.close()) ? 'failed' : null
  }

  const stops = [
    effect(() => {
      // What could not be sent to a chat that is gone comes along to the next one.
      if (chat.value?.phase.value !== 'gone') return
      credential.forget()
      const texts = [...chat.value.unsent.peek().map(({ text }) => text), chat.value.draft.peek()]
      introduction.value = { ...introduction.peek(), message: texts.filter(Boolean).join('\n\n') }
    }),
    effect(() => {
      if (!host.online.value) return
      opening.peek()?.retry()
      retry()
    }),
    browserTabs.onChange(key => {
      const other = credential.session()
      if (key !== KEY || !other || other === current() || opening.value) return
      asking ??= find()
    }),
  ]

  return {
    scene,
    config,
    /** The chat, or what stands for it until the server has begun it. */
    talk: computed<Talk | null>(() => opening.value ?? chat.value),
    connection: computed<ConnectionState>(() => live.value?.state.value ?? (host.online.value ? 'online' : 'offline')),
    unread: computed(() => chat.value?.session.value.unread_count ?? 0),
    introduction,
    refusal,
    ending,
    end,
    look,
    start,
    /** The form again; the chat before stays until another one is started. */
    again: () => (scene.value = 'form'),
    back: () => (scene.value = 'talk'),
    stop() {
      stopped = true
      stops.forEach(stop => stop())
      clearTimeout(next)
      // First: pusher-js sends later what it is told, and may then speak to a socket that is closed.
      live.value?.stop()
      leave()
    },
  }
}

/** Fields left empty are left out. */
function wire({ name, email, phone, topic }: Introduction): StartSession {
  return { guest_name: name, guest_email: email, guest_phone: phone.trim() || null, topic: topic || null }
}
