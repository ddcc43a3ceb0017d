/** One line above everything while there is no connection; a short gap is not worth it. */

import { useSignal, useSignalEffect } from '@preact/signals'
import { networked } from '../attention'
import type { Desk } from '../desk'
import { say } from '../words'

const PATIENCE = 2_000

export function Banner({ desk }: { desk: Desk }) {
  const lasting = useSignal(false)
  const state = desk.realtime.state

  useSignalEffect(() => {
    if (state.value === 'online' && networked.value) {
      lasting.value = false
      return
    }
    const timer = setTimeout(() => (lasting.value = true), PATIENCE)
    return () => clearTimeout(timer)
  })

  const offline = state.value === 'offline' || !networked.value
  return (
    <div role="status" class="banner" hidden={!lasting.value}>
      {lasting.value && say(offline ? 'offline' : 'reconnecting')}
    </div>
  )
}
