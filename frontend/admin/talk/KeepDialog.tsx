/** The chat as a file: which kind, then the browser keeps it. */

import { Download } from 'lucide'
import { ADMIN_CHATS } from '../../shared/api'
import { Icon } from '../../shared/ui/Icon'
import type { Chat } from '../openChats'
import { Dialog } from '../ui/Dialog'
import { say } from '../words'

const FORMATS = ['html', 'text', 'csv', 'jsonl'] as const

export function KeepDialog({ chat, onDone }: { chat: Chat; onDone: () => void }) {
  const { session_id, guest_name } = chat.session.value
  return (
    <Dialog title={say('chat.keep.title', { name: guest_name })} onClose={onDone}>
      <div class="menu">
        {FORMATS.map(format => (
          <a key={format} class="menu-item" href={`${ADMIN_CHATS}/${session_id}/export?format=${format}`} download onClick={onDone}>
            <Icon node={Download} />
            {say(`chat.keep.${format}`)}
          </a>
        ))}
      </div>
    </Dialog>
  )
}
