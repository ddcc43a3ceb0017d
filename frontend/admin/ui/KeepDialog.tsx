/** Chats as a file: which kind, then the browser writes it to the disk as it comes. */

import { Download } from 'lucide'
import { Icon } from '../../shared/ui/Icon'
import { say } from '../words'
import { Dialog } from './Dialog'

const FORMATS = ['html', 'text', 'csv', 'jsonl'] as const

interface Props {
  title: string
  hint?: string
  /** Where the server gives it. */
  from: string
  onDone: () => void
}

export function KeepDialog({ title, hint, from, onDone }: Props) {
  return (
    <Dialog title={title} onClose={onDone}>
      {hint !== undefined && <p class="quiet">{hint}</p>}
      <div class="menu">
        {FORMATS.map(format => (
          <a key={format} class="menu-item" href={`${from}?format=${format}`} download onClick={onDone}>
            <Icon node={Download} />
            {say(`keep.${format}`)}
          </a>
        ))}
      </div>
    </Dialog>
  )
}
