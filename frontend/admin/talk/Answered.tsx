/** Above a draft: a colleague was faster. The draft stays. */

import { useSignal, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Chat } from '../openChats'
import { say } from '../words'

/** So long is "just now". */
const JUST = 60_000

export function Answered({ chat, me }: { chat: Chat; me: string }) {
  const name = useSignal<string | null>(null)
  const seen = useRef<number | null>(null)

  useSignalEffect(() => {
    const last = chat.messages.value.at(-1)
    if (chat.phase.value !== 'ready') return
    const before = seen.current
    seen.current = last?.seq ?? 0
    if (before === null || last === undefined || last.seq <= before) return
    name.value = last.sender_type === 'admin' && last.sender_name !== me ? last.sender_name : null
    const timer = setTimeout(() => (name.value = null), JUST)
    return () => clearTimeout(timer)
  })

  const shown = name.value !== null && chat.draft.value.trim() !== ''
  return (
    <p class="answered" role="status">
      {shown && say('chat.answered', { name: name.value ?? '' })}
    </p>
  )
}
