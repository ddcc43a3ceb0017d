/** Notifications of the system, asked for only by the switch. */

import { signal } from '@preact/signals'
import { chatsWith, go } from './navigation'
import { choose, notifications } from './settings'
import type { Arrival } from './alerts'

export type Permission = NotificationPermission | 'missing'

export const permission = signal<Permission>(look())

export async function switchNotices(on: boolean): Promise<void> {
  if (on && permission.value === 'default') {
    await Notification.requestPermission()
    permission.value = look()
  }
  choose({ notifications: on && permission.value === 'granted' })
}

export function notify({ row, message }: Arrival): void {
  if (!notifications.value || permission.value !== 'granted') return
  const notice = new Notification(row.guest_name, { body: message.message, tag: row.session_id })
  notice.onclick = () => {
    window.focus()
    go(chatsWith({ session: row.session_id }))
    notice.close()
  }
}

function look(): Permission {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'missing'
}
