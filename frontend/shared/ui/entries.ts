/** What a conversation shows, one after the other: stored and unsent messages, in groups, under their days. */

import type { Unsent } from '../conversation'
import type { Times } from '../time'
import type { MessageView } from '../views'

export interface Entry {
  id: string
  text: string
  at: string
  own: boolean
  /** Set above the first of a day. */
  day: string | null
  first: boolean
  last: boolean
  message?: MessageView
  unsent?: Unsent
}

/** One sender's messages within five minutes are a group. */
const GROUP = 300_000

export function entriesOf(messages: readonly MessageView[], unsent: readonly Unsent[], self: 'guest' | 'admin', times: Times): Entry[] {
  const blank = { day: null, first: true, last: true }
  const entries: Entry[] = [
    ...messages.map(message => ({ ...blank, id: message.id, text: message.message, at: message.created_at, own: message.sender_type === self, message })),
    ...unsent.map(each => ({ ...blank, id: each.id, text: each.text, at: new Date(each.at).toISOString(), own: true, unsent: each })),
  ]
  let before: Entry | undefined
  let lastDay = ''
  for (const entry of entries) {
    const day = times.day(entry.at)
    // A clock that is wrong puts no unsent text under a day of its own.
    if (day !== lastDay && !(entry.unsent && before)) entry.day = lastDay = day
    if (before && entry.day === null && belongTogether(before, entry)) entry.first = before.last = false
    before = entry
  }
  return entries
}

function belongTogether(one: Entry, two: Entry): boolean {
  if (one.own !== two.own || one.unsent?.refused || two.unsent?.refused) return false
  // Colleagues stand on one side, each under their own name.
  const same = !one.message || !two.message || one.message.sender_name === two.message.sender_name
  return same && Date.parse(two.at) - Date.parse(one.at) < GROUP
}
