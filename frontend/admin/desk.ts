/** Everything that one signed-in admin works with: the lists, the open chats, the connection. */

import { computed, effect, signal, untracked } from '@preact/signals'
import { ADMIN_CHATS, createAuthorise, type Ask } from '../shared/api'
import { shareRealtime } from '../shared/sharedRealtime'
import { createStore } from '../shared/store'
import { usePusher } from '../shared/usePusher'
import type { ConfigView, SessionList, StatisticsView } from '../shared/views'
import type { Account, Admin } from './account'
import { attended, visible } from './attention'
import { createHealth } from './health'
import { createInbox, type Heard } from './inbox'
import { createOpenChats, rowOf } from './openChats'
import type { LoadPage } from './sessionList'

export type Desk = ReturnType<typeof createDesk>

const EVENTS = new Set(['message.sent', 'messages.read', 'session.started', 'session.closed', 'session.erased'])

interface Tools {
  account: Account
  admin: Admin
  config: ConfigView
  /** Asks without waiting for a sign-in. */
  ask: Ask
}

export function createDesk({ account, admin, config, ask }: Tools) {
  const authorise = createAuthorise(ask, config.realtime.auth_endpoint)
  const connect = () => usePusher({ realtime: config.realtime, origin: location.origin, authorise })
  const realtime = shareRealtime(`livechat:${admin.email}:${JSON.stringify(config.realtime)}`, connect)
  const heard = realtime.subscribe('admin-chat', {
    onEvent: (name, data) => {
      if (EVENTS.has(name)) inbox.hear({ name, data } as Heard)
    },
  })
  const inbox = createInbox({ load, subscribed: heard.subscribed, visible })
  /** The conversation itself is on screen, nothing lies over it. */
  const onScreen = signal(false)
  const chats = createOpenChats({
    ask: account.send,
    realtime,
    store: createStore([() => localStorage]),
    owner: admin.email,
    name: admin.name,
    attended: computed(() => attended.value && onScreen.value && account.state.value === 'in'),
    known: inbox.find,
    leftovers: () => leftovers(admin.email),
  })
  void chats.resume()

  async function load(...[query, cursor, limit]: Parameters<LoadPage>): Promise<SessionList> {
    const asked = new URLSearchParams({ status: query.status, limit: String(limit) })
    if (query.q !== '') asked.set('q', query.q)
    if (cursor !== null) asked.set('cursor', cursor)
    return account.send('GET', `${ADMIN_CHATS}?${asked}`)
  }

  const health = createHealth({ ask, visible })

  const everAsked = signal<boolean | null>(null)
  /** Whether there has been any chat at all; null until somebody needs to know. */
  const ever = computed(() => inbox.active.rows.value.length > 0 || everAsked.value)
  async function lookWhetherEver(): Promise<void> {
    const page = await load({ status: 'all', q: '' }, null, 1).catch(() => null)
    if (page !== null) everAsked.value = page.sessions.length > 0
  }

  const statistics = (days: number) => account.send<StatisticsView>('GET', `/admin/chat/api/statistics?days=${days}`)

  /** What a chat learns about itself, its row learns too. */
  const unwatch = effect(() => {
    for (const chat of chats.kept.value.values()) {
      const row = rowOf(chat)
      untracked(() => inbox.know(row))
    }
  })

  function stop(): void {
    unwatch()
    health.stop()
    // First: pusher-js sends later what it is told, and may then speak to a socket that is closed.
    realtime.stop()
    chats.stop()
    inbox.stop()
    heard.stop()
  }

  return { admin, config, account, realtime, late: health.late, inbox, chats, onScreen, ever, lookWhetherEver, statistics, stop }
}

/** Under these keys a conversation keeps what it could not send. */
function leftovers(owner: string): string[] {
  const prefix = `livechat:unsent:${owner}:`
  try {
    return Object.keys(localStorage)
      .filter(key => key.startsWith(prefix))
      .map(key => key.slice(prefix.length))
  } catch {
    return []
  }
}
