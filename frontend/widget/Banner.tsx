/** Says that there is no connection. The style sheet shows it late: most are back before anybody would notice. */

import type { ReadonlySignal } from '@preact/signals'
import type { VNode } from 'preact'
import type { ConnectionState } from '../shared/usePusher'
import { say } from './words'

export function Banner({ connection }: { connection: ReadonlySignal<ConnectionState> }): VNode {
  const state = connection.value
  return (
    <div class="lc-banner" role="status">
      {state !== 'online' && <p>{say(state === 'offline' ? 'offline' : 'reconnecting')}</p>}
    </div>
  )
}
