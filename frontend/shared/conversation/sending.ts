/** Sends what waits: one text at a time, in the order of writing, each with its one id until the server has an answer. */

import { effect, signal } from '@preact/signals'
import { Refusal, type ChatApi } from '../api'
import type { Tabs } from '../tabs'
import type { MessageView, SessionView } from '../views'
import { backOff, createPause } from '../waits'
import { isGone } from './looking'
import type { UnsentTexts } from './unsent'

export interface SendingOptions<S extends SessionView> {
  unsent: UnsentTexts
  api: ChatApi<S>
  tabs: Tabs
  /** Name of the lock under which only one tab sends. */
  lock: string
  chance: () => number
  stored: (message: MessageView) => void
  /** The server said no for good: to this text, or to everything. */
  refused: (refusal: Refusal) => void
}

const PATIENCE = 10_000

export function createSending<S extends SessionView>({ unsent, api, tabs, lock, chance, stored, refused }: SendingOptions<S>) {
  const overdue = signal(false)
  const begun = Date.now()
  let running = false
  let stopped = false
  let tries = 0
  let notBefore = 0
  const pause = createPause()

  async function run(): Promise<void> {
    if (running) return
    running = true
    try {
      while (!stopped && unsent.next()) {
        const wait = await tabs.alone(lock, attempt)
        if (wait === null) break
        if (wait > 0) await pause.wait(wait)
      }
    } finally {
      running = false
    }
  }

  /** How long to wait before the next one, null to give up. Another tab may have sent the text that woke this one. */
  async function attempt(): Promise<number | null> {
    const text = stopped ? undefined : unsent.next()
    if (!text) return 0
    let message: MessageView
    try {
      message = (await api.send(text.id, text.text)).message
    } catch (error) {
      // No refusal: the request was abandoned, because its sender is no longer the one who is here.
      return error instanceof Refusal ? waitAfter(error, text.id) : null
    }
    tries = 0
    stored(message)
    return 0
  }

  function waitAfter(refusal: Refusal, id: string): number | null {
    if (!refusal.retryable) {
      tries = 0
      if (!isGone(refusal)) unsent.refuse(id, refusal.errors[0]?.code || refusal.code || `${refusal.status}`)
      refused(refusal)
      return isGone(refusal) ? null : 0
    }
    const asked = refusal.retryAfter * 1000
    notBefore = Date.now() + asked
    return Math.max(asked && asked + 1000 * chance(), backOff(tries++, chance))
  }

  /** There is reason to believe that it goes now; only people may be quicker than the server asked for. */
  function hurry(asked = false): void {
    if (!asked && Date.now() < notBefore) return
    tries = 0
    pause.end()
    void run()
  }

  let clock: ReturnType<typeof setTimeout> | undefined
  const unwatch = effect(() => {
    const oldest = unsent.list.value.find(each => !each.refused)
    // After a reload it has only just been tried; and a clock may have been set back.
    const left = oldest ? Math.min(Math.max(oldest.at, begun) + PATIENCE - Date.now(), PATIENCE) : 0
    clearTimeout(clock)
    overdue.value = oldest !== undefined && left <= 0
    if (left > 0) clock = setTimeout(() => (overdue.value = true), left)
  })

  void run()
  return {
    overdue,
    run,
    hurry,
    stop() {
      stopped = true
      pause.end()
      unwatch()
      clearTimeout(clock)
    },
  }
}
