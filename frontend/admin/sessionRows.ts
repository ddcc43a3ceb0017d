/** The rules of a list of chats: what is newer, what comes first, what an event changes; values only. */

import type { AdminSessionView, MessageView } from '../shared/views'

export type Row = AdminSessionView

/** As the server sorts: newest activity first, then the id, both descending. */
export function byActivity(a: Row, b: Row): number {
  return descending(a.last_activity_at, b.last_activity_at) || descending(a.session_id, b.session_id)
}

function descending(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1
}

/** Of two tellings of one chat the one that knows more; an answer may be older than an event that overtook it. */
export function newer(known: Row, told: Row): Row {
  if (known.epoch !== told.epoch) return told
  return isBehind(told, known) || isSame(told, known) ? known : told
}

/** What is told again unchanged stays the same object: nothing is drawn anew for it. */
function isSame(told: Row, known: Row): boolean {
  return (
    told.updated_at === known.updated_at &&
    told.last_activity_at === known.last_activity_at &&
    told.last_seq === known.last_seq &&
    told.unread_count === known.unread_count &&
    told.admin_last_read_seq === known.admin_last_read_seq &&
    told.guest_last_read_seq === known.guest_last_read_seq &&
    told.status === known.status &&
    told.assigned_admin === known.assigned_admin &&
    told.last_message?.id === known.last_message?.id
  )
}

function isBehind(told: Row, known: Row): boolean {
  return (
    told.last_seq < known.last_seq ||
    told.admin_last_read_seq < known.admin_last_read_seq ||
    told.guest_last_read_seq < known.guest_last_read_seq ||
    (told.status === 'active' && known.status === 'closed')
  )
}

/** The row after a message, or null where the event alone cannot tell (a gap, an event without its text). */
export function afterMessage(row: Row, seq: number, message: MessageView | undefined): Row | null {
  if (seq <= row.last_seq) return row
  if (seq > row.last_seq + 1 || message === undefined) return null
  const fromGuest = message.sender_type === 'guest'
  return {
    ...row,
    last_seq: seq,
    last_message: message.kind === 'text' ? message : row.last_message,
    last_activity_at: later(row.last_activity_at, message.created_at),
    updated_at: later(row.updated_at, message.created_at),
    unread_count: row.unread_count + (fromGuest ? 1 : 0),
  }
}

/** The row after a read mark, or null where it is not known how many are still unread. */
export function afterRead(row: Row, reader: string, upTo: number): Row | null {
  if (reader === 'guest') return upTo <= row.guest_last_read_seq ? row : { ...row, guest_last_read_seq: upTo }
  if (reader !== 'admin' || upTo <= row.admin_last_read_seq) return row
  if (upTo < row.last_seq && row.unread_count > 0) return null
  return { ...row, admin_last_read_seq: upTo, unread_count: 0 }
}

export function afterClose(row: Row, by: Row['closed_by']): Row {
  return row.status === 'closed' ? row : { ...row, status: 'closed', closed_by: by }
}

function later(a: string, b: string): string {
  return a > b ? a : b
}
