/** Ready-made chats, so that a test names only what it is about. */

import type { MessageView } from '../../shared/views'
import type { Row } from '../sessionRows'

export const at = (minute: number) => `2026-11-24T10:${String(minute).padStart(2, '0')}:00.000Z`

export function aMessage(over: Partial<MessageView> = {}): MessageView {
  const seq = over.seq ?? 1
  return {
    id: `m${seq}`,
    session_id: 'a',
    seq,
    kind: 'text',
    message: 'Halo',
    sender_type: 'guest',
    sender_name: 'Siti',
    is_read: false,
    attachments: [],
    metadata: {},
    created_at: at(seq),
    updated_at: at(seq),
    ...over,
  }
}

export function aChat(over: Partial<Row> = {}): Row {
  return {
    session_id: 'a',
    guest_name: 'Siti',
    guest_email: 'siti@mail.example',
    guest_phone: null,
    status: 'active',
    closed_by: null,
    last_activity_at: at(0),
    created_at: at(0),
    updated_at: at(0),
    last_seq: 0,
    guest_last_read_seq: 0,
    admin_last_read_seq: 0,
    unread_count: 0,
    topic: null,
    epoch: 'first',
    metadata: {},
    last_message: null,
    assigned_admin: null,
    ...over,
  }
}
