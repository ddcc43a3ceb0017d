/** From nobody to somebody at a desk: who is signed in, what the server offers, and the desk once both are known. */

import { effect, signal, untracked } from '@preact/signals'
import type { Ask } from '../shared/api'
import type { ConfigView } from '../shared/views'
import { createAccount } from './account'
import { networked } from './attention'
import { createDesk, type Desk } from './desk'

export type Workplace = ReturnType<typeof createWorkplace>

export function createWorkplace(ask: Ask) {
  const account = createAccount(ask)
  const config = signal<ConfigView | null>(null)
  const failed = signal(false)
  const desk = signal<Desk | null>(null)

  async function loadConfig(): Promise<void> {
    if (config.peek() !== null) return
    try {
      config.value = await ask<ConfigView>('GET', '/api/chat/config')
    } catch {
      failed.value = true
    }
  }

  async function open(): Promise<void> {
    failed.value = false
    await Promise.all([account.look(), loadConfig()])
  }

  effect(() => {
    const admin = account.admin.value
    const offered = config.value
    untracked(() => {
      desk.peek()?.stop()
      desk.value = admin === null || offered === null ? null : createDesk({ account, admin, config: offered, ask })
    })
  })

  /** Back on the network what could not be opened opens by itself. */
  effect(() => {
    if (!networked.value) return
    untracked(() => {
      if (account.state.value === 'unreachable' || failed.value) void open()
    })
  })

  /** In another window somebody may have signed in meanwhile. */
  addEventListener('focus', () => {
    if (account.state.value === 'lapsed') void account.look()
  })

  return { account, failed, desk, open }
}
