/** The key for an authenticator app: to type, to copy, or to open. */

import type { PreparedSecondFactor } from '../../shared/views'
import { CopyButton } from '../ui/CopyButton'
import { say } from '../words'

export function KeyToType({ prepared }: { prepared: PreparedSecondFactor }) {
  return (
    <>
      <p class="quiet">{say('second.key')}</p>
      <code class="embed" dir="ltr">
        {prepared.key}
      </code>
      <div class="actions">
        <CopyButton text={prepared.key} label={say('second.key.copy')} />
        <a class="button bare" href={prepared.link}>
          {say('second.key.open')}
        </a>
      </div>
    </>
  )
}
