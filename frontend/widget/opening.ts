/** A chat that the server has not begun yet: it looks like one already, and keeps what is written. */

import { signal } from '@preact/signals'
import type { Refusal } from '../shared/api'
import type { Conversation, Unsent } from '../shared/conversation'
import { newId } from '../shared/ids'
import { cleaned, problemOf } from '../shared/text'
import type { SessionView } from '../shared/views'
import { backOff, createPause } from '../shared/waits'
import type { Introduction } from './introduction'

/** What can be seen of a chat and done in it. */
export type Talk = Omit<Conversation, 'stop'>

/** As much of it as outlives a reload. */
export interface Opened {
  /** Each retry is the same request: it leaves no second chat behind. */
  id: string
  said: Introduction
  unsent: readonly Unsent[]
}

export interface Opening extends Talk {
  readonly said: Introduction
  stop(): void
}

export interface OpeningOptions {
  opened: Opened
  keep(opened: Opened): void
  begin(said: Introduction, id: string): Promise<void>
  refused(why: Refusal): void
}

const OVERDUE = 10_000

/** Tries until the server has said yes or no. */
export function createOpening({ opened, keep, begin, refused }: OpeningOptions): Opening {
  const { id, said } = opened
  const unsent = signal(opened.unsent)
  const overdue = signal(false)
  let stopped = false
  const pause = createPause()
  let clock: ReturnType<typeof setTimeout>

  const wait = () => {
    clearTimeout(clock)
    overdue.value = false
    clock = setTimeout(() => (overdue.value = true), OVERDUE)
  }
  const write = (next: readonly Unsent[]) => {
    unsent.value = next
    keep({ id, said, unsent: next })
  }

  async function run(): Promise<void> {
    for (let tries = 0; !stopped; tries++) {
      try {
        return await begin(said, id)
      } catch (error) {
        const why = error as Refusal
        if (!why.retryable) return refused(why)
        await pause.wait(Math.max(backOff(tries), why.retryAfter * 1000))
      }
    }
  }

  write(unsent.value)
  wait()
  void run()

  return {
    said,
    // Nobody has read or answered anything yet: nothing else is asked of it.
    session: signal({ guest_name: said.name, admin_last_read_seq: 0, guest_last_read_seq: 0, last_seq: 0, unread_count: 0 } as SessionView),
    phase: signal('ready'),
    messages: signal([]),
    unsent,
    overdue,
    closed: signal(null),
    earlier: signal('none'),
    draft: signal(''),
    typing: signal(''),
    send(text, given = newId()) {
      if (problemOf(text)) return false
      write([...unsent.value, { id: given, text: cleaned(text), at: Date.now() }])
      return true
    },
    retry() {
      wait()
      pause.end()
    },
    edit() {},
    remove() {},
    loadEarlier: async () => {},
    shown() {},
    onArrival: () => () => {},
    close: async () => null,
    stop() {
      stopped = true
      clearTimeout(clock)
      pause.end()
    },
  }
}
