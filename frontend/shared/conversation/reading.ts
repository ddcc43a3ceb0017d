/** Moves the reader's mark to what was on screen, a few entries at a time. */

import { effect, untracked, type ReadonlySignal } from '@preact/signals'
import { Refusal, type ChatApi } from '../api'
import type { SessionView } from '../views'
import type { State } from './state'

export interface ReadingOptions<S extends SessionView> {
  state: State<S>
  api: ChatApi<S>
  visible: ReadonlySignal<boolean>
}

const GATHER = 300
const AGAIN = 5_000

export function createReading<S extends SessionView>({ state, api, visible }: ReadingOptions<S>) {
  let inSight = 0
  let wanted = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  function soon(wait = GATHER): void {
    if (!stopped) timer ??= setTimeout(mark, wait)
  }

  async function mark(): Promise<void> {
    const upTo = wanted
    let wait = GATHER
    wanted = 0
    if (upTo > state.mark() && state.unreadUpTo(upTo)) {
      try {
        state.tell((await api.read(upTo)).session)
      } catch (error) {
        if (error instanceof Refusal && error.retryable) {
          wanted = Math.max(wanted, upTo)
          wait = Math.max(AGAIN, error.retryAfter * 1000)
        }
      }
    }
    timer = undefined
    if (wanted) soon(wait)
  }

  /** What lies behind a gap has not been seen, even if something after it was. */
  function see(): void {
    const upTo = Math.min(inSight, state.last())
    if (upTo <= state.mark()) return
    wanted = Math.max(wanted, upTo)
    soon()
  }

  /** Whoever comes back sees what is there without scrolling. */
  const unwatch = effect(() => {
    if (visible.value) untracked(see)
  })

  return {
    shown(seq: number): void {
      inSight = seq
      if (visible.peek()) see()
    },
    stop() {
      stopped = true
      unwatch()
      clearTimeout(timer)
    },
  }
}
