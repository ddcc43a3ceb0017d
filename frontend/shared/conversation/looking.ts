/** Keeps a chat equal to the server's list, whatever the socket brings or swallows. */

import { effect, untracked, type ReadonlySignal } from '@preact/signals'
import { Refusal, type ChatApi } from '../api'
import type { MessageView, SessionView } from '../views'
import type { State } from './state'

export interface LookingOptions<S extends SessionView> {
  state: State<S>
  api: ChatApi<S>
  subscribed: ReadonlySignal<boolean>
  visible: ReadonlySignal<boolean>
  chance: () => number
  /** What follows on the last entry. */
  arrived: (messages: readonly MessageView[]) => void
  /** A page of what was there before. */
  found: (messages: readonly MessageView[]) => void
}

/** Above it everything is dropped for the newest page. */
const LARGEST_GAP = 400
const POLL = 3_000
const LOOK = 20_000
/** Many browsers come back at once when a server does. */
const SPREAD = 500

export function createLooking<S extends SessionView>({ state, api, subscribed, visible, chance, arrived, found }: LookingOptions<S>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false
  let failed = false
  let stopped = false
  let pause = 0
  let looked = -POLL

  const idle = () => stopped || state.phase.value === 'gone'

  /** While subscribed a swallowed last event shows no gap, so look now and then; without a socket look often. */
  function schedule(): void {
    clearTimeout(timer)
    if (idle() || running) return
    const often = failed || (!subscribed.value && !state.closed.value)
    if (!often && !visible.value) return
    const wait = often ? POLL + 500 * chance() : LOOK + 5_000 * chance()
    timer = setTimeout(look, Math.max(wait, pause))
  }

  async function look(): Promise<void> {
    again = true
    if (running || idle()) return
    running = true
    clearTimeout(timer)
    try {
      while (again && !idle()) {
        again = false
        await catchUp()
      }
      failed = false
      pause = 0
    } catch (error) {
      fail(error)
    }
    running = false
    looked = Date.now()
    schedule()
  }

  async function catchUp(): Promise<void> {
    while (state.loaded()) {
      const after = state.last()
      const page = await pageAfter(after)
      if (idle()) return
      if (page === null || page.epoch !== state.epoch() || page.last_seq - after > LARGEST_GAP) break
      arrived(page.messages)
      state.tell(page.session)
      if (!page.has_more || page.messages.length === 0) return
    }
    const newest = await api.page({})
    if (stopped) return
    state.start(newest)
    found(newest.messages)
  }

  /** Null where the server has no such place: an older backup was restored. */
  async function pageAfter(after: number) {
    try {
      return await api.page({ after })
    } catch (error) {
      if (error instanceof Refusal && error.status === 409) return null
      throw error
    }
  }

  function fail(error: unknown): void {
    failed = true
    if (isGone(error)) state.phase.value = 'gone'
    else if (state.phase.value === 'loading') state.phase.value = 'failed'
    pause = error instanceof Refusal ? error.retryAfter * 1000 : 0
  }

  async function loadEarlier(): Promise<void> {
    const { earlier } = state
    if (earlier.value !== 'some' && earlier.value !== 'failed') return
    earlier.value = 'loading'
    const before = state.beginning()
    try {
      const page = await api.page({ before })
      // Started over in the meantime: this page fits to nothing any more.
      if (stopped || state.beginning() !== before || earlier.value !== 'loading') return
      if (page.epoch === state.epoch()) {
        state.prepend(page)
        return found(page.messages)
      }
      earlier.value = 'some'
      void look()
    } catch (error) {
      if (isGone(error)) fail(error)
      if (earlier.value === 'loading') earlier.value = 'failed'
    }
  }

  let wasVisible = visible.peek()
  const unwatch = effect(() => {
    const now = visible.value
    void subscribed.value
    untracked(() => {
      if (now && !wasVisible && Date.now() - looked >= POLL) void look()
      else schedule()
      wasVisible = now
    })
  })

  return {
    look,
    loadEarlier,
    /** Only what is asked for after this moment has no hole before what the socket will bring. */
    subscribed() {
      clearTimeout(soon)
      soon = setTimeout(look, state.loaded() ? SPREAD * chance() : 0)
    },
    stop() {
      stopped = true
      unwatch()
      clearTimeout(timer)
      clearTimeout(soon)
    },
  }
}

/** Not there (any more) for this credential; a proxy that answers in JSON too does not know that. */
export function isGone(error: unknown): boolean {
  return error instanceof Refusal && /^(session_not_found|not_signed_in)$/.test(error.code)
}
