/** What is worth a tone: messages of guests that were not there a moment ago; values only. */

import type { MessageView } from '../shared/views'
import type { Row } from './sessionRows'

export interface Arrival {
  row: Row
  message: MessageView
}

/** Tells what is new at each look; the first look is only taken note of. */
export function createWatch() {
  const last = new Map<string, number>()
  let since: string | null = null

  function isNew(row: Row, message: MessageView, from: string): boolean {
    const known = last.get(row.session_id)
    // A chat that was never seen may be an old one of a later page.
    return known === undefined ? message.created_at > from : message.seq > known
  }

  return function arrivals(rows: readonly Row[]): Arrival[] {
    const from = since
    const found: Arrival[] = []
    for (const row of rows) {
      const message = row.last_message
      if (message === null) continue
      if (from !== null && row.unread_count > 0 && message.sender_type === 'guest' && isNew(row, message, from)) found.push({ row, message })
      last.set(row.session_id, Math.max(message.seq, last.get(row.session_id) ?? 0))
    }
    since ??= rows.reduce((latest, row) => (row.last_activity_at > latest ? row.last_activity_at : latest), '')
    return found
  }
}
