/** The key for an authenticator app: for its camera, to type, to copy, or to open. */

import type { PreparedSecondFactor } from '../../shared/views'
import { CopyButton } from '../ui/CopyButton'
import { say } from '../words'

/** Cameras want four light squares around it. */
const MARGIN = 4

export function KeyToType({ prepared }: { prepared: PreparedSecondFactor }) {
  return (
    <>
      <p class="quiet">{say('second.key')}</p>
      <Picture {...prepared.picture} />
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

/** Not where the phone is the screen: no camera sees that. */
function Picture({ size, path }: PreparedSecondFactor['picture']) {
  return (
    <svg class="qr only-fine" viewBox={`${-MARGIN} ${-MARGIN} ${size + 2 * MARGIN} ${size + 2 * MARGIN}`} role="img" aria-label={say('second.key.picture')}>
      <path d={path} shape-rendering="crispEdges" />
    </svg>
  )
}
