/** Who of the other side is writing just now, and telling them of this one. Hints go from page to page: any of them may be made up. */

import { effect, signal } from '@preact/signals'
import { cleaned, lengthOf, problemOf } from '../text'
import type { Subscription } from '../usePusher'
import type { SessionView } from '../views'
import type { State } from './state'

export interface TypingOptions<S extends SessionView> {
  state: State<S>
  self: 'guest' | 'admin'
  /** An admin's own; a guest's is known from the session. */
  name: string | undefined
  subscription: Subscription
}

const EVENT = 'client-typing'
/** While somebody writes there is a hint each so often, and one of them may be lost. */
const EVERY = 3_000
const HOLDS = 6_000
/** After a text that is sent or deleted, so that no keyboard is quicker than a gateway allows. */
const BREATH = 300
const LONGEST_NAME = 100

export function createTyping<S extends SessionView>({ state, self, name, subscription: { subscribed, tell } }: TypingOptions<S>) {
  const typing = signal('')
  let fading: ReturnType<typeof setTimeout> | undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  let told = false

  function show(who: string): void {
    clearTimeout(fading)
    typing.value = who
    if (who) fading = setTimeout(show, HOLDS, '')
  }

  const unwatch = effect(() => {
    if (!subscribed.value || state.closed.value) show('')
  })

  return {
    /** A name, empty while nobody writes. */
    typing,
    hide: () => show(''),
    heard(event: string, data: unknown): void {
      const hint = (data ?? {}) as { by?: unknown; name?: unknown; on?: unknown }
      if (event !== EVENT || hint.by !== (self === 'guest' ? 'admin' : 'guest') || state.closed.peek()) return
      const who = self === 'guest' ? hint.name : state.session.peek().guest_name
      if (typeof who !== 'string' || problemOf(who) || lengthOf(who) > LONGEST_NAME) return
      if (hint.on === true) show(who)
      else if (who === typing.peek()) show('')
    },
    /** The draft is another one now, by a hand on this page. */
    wrote(text: string): void {
      const on = cleaned(text) !== ''
      if ((on ? resting : !told) || state.closed.peek() || !subscribed.peek()) return
      tell(EVENT, { by: self, name, on })
      told = on
      clearTimeout(resting)
      resting = setTimeout(() => (resting = undefined), on ? EVERY : BREATH)
    },
    stop() {
      unwatch()
      clearTimeout(fading)
      clearTimeout(resting)
    },
  }
}
