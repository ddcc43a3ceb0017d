/** The one line that tells a screen reader what has arrived; put it last in the document. */

import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Conversation } from '../conversation'
import type { MessageView } from '../views'

export interface LiveLineProps {
  chat: Pick<Conversation, 'onArrival'>
  /** "3 new messages", where several came within a second. */
  several: (count: number) => string
}

const GATHER = 1_000
const STAY = 2_000

export function LiveLine({ chat, several }: LiveLineProps): VNode {
  const line = useSignal('')

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let heard: MessageView[] = []
    const say = () => {
      const [only, another] = heard
      line.value = another ? several(heard.length) : `${only!.sender_name}: ${only!.message}`
      heard = []
      timer = setTimeout(() => (line.value = ''), STAY)
    }
    const stop = chat.onArrival(message => {
      if (heard.push(message) > 1) return
      clearTimeout(timer)
      timer = setTimeout(say, GATHER)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [chat])

  return (
    <div class="lc-unseen" role="status" aria-live="polite">
      {line}
    </div>
  )
}
