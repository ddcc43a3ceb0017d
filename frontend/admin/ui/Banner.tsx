/** One line above everything while there is no connection (a short gap is not worth it), or others hear late. */

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
  const trouble = lasting.value ? (offline ? 'offline' : 'reconnecting') : desk.late.value ? 'listeners.late' : null
  return (
    <div role="status" class="banner" hidden={trouble === null}>
      {trouble !== null && say(trouble)}
    </div>
  )
}
