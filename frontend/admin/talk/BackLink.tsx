/** On a phone: back to the list. */

import { ArrowLeft } from 'lucide'
import { Icon } from '../../shared/ui/Icon'
import { chatsWith } from '../navigation'
import { addressOf } from '../routes'
import { say } from '../words'

export function BackLink() {
  return (
    <a class="icon-button only-narrow" href={addressOf(chatsWith({ session: null }))} aria-label={say('chat.back')}>
      <Icon node={ArrowLeft} />
    </a>
  )
}
