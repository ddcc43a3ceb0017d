/** An open chat: who it is, what was said, what is being written. */

import { useEffect, useRef } from 'preact/hooks'
import { Composer } from '../../shared/ui/Composer'
import { Conversation } from '../../shared/ui/Conversation'
import type { MessageView } from '../../shared/views'
import type { Desk } from '../desk'
import type { Chat } from '../openChats'
import { times } from '../times'
import { hueOf } from '../ui/Face'
import { useWish } from '../ui/useWish'
import { say } from '../words'
import { Answered } from './Answered'
import { chatWords } from './chatWords'
import { TalkHead } from './TalkHead'

interface Props {
  desk: Desk
  chat: Chat
  visitor: boolean
  onVisitor: () => void
  /** Something lies over it. */
  hidden: boolean
}

export function Talk({ desk, chat, visitor, onVisitor, hidden }: Props) {
  const field = useRef<HTMLTextAreaElement>(null)
  const me = desk.admin.name
  const open = chat.session.value.status === 'active'
  const nameOf = (message: MessageView) => (message.sender_type === 'admin' && message.sender_name !== me ? message.sender_name : null)
  useWish('write', () => field.current?.focus())
  useFocusAfterChoice(field)
  return (
    <section class="pane talk-pane" aria-labelledby="talk-title" inert={hidden} style={{ '--hue': hueOf(chat.session.peek().session_id) }}>
      <TalkHead chat={chat} visitor={visitor} onVisitor={onVisitor} />
      <div class="talk">
        <Conversation
          chat={chat}
          self="admin"
          words={chatWords.value}
          times={times.value}
          nameOf={nameOf}
          beginning={<Beginning chat={chat} />}
          end={<End chat={chat} />}
        />
        {open && (
          <footer class="talk-foot">
            <Answered chat={chat} me={me} />
            <Composer draft={chat.draft} words={chatWords.value} onSend={text => chat.send(text)} fieldRef={field} />
          </footer>
        )}
      </div>
    </section>
  )
}

/** Whoever chose a chat by hand wants to answer; on a touch screen the keyboard would cover it. */
function useFocusAfterChoice(field: { current: HTMLTextAreaElement | null }): void {
  useEffect(() => {
    const chosen = document.activeElement?.closest('.rows') !== null && document.activeElement !== document.body
    if (chosen && matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true })
  }, [])
}

function Beginning({ chat }: { chat: Chat }) {
  const silent = chat.phase.value === 'ready' && chat.messages.value.length === 0 && chat.unsent.value.length === 0
  if (!silent) return null
  return (
    <div class="note">
      <p>{say('chat.silent')}</p>
      <p class="quiet">{say('chat.silent.hint', { name: chat.session.value.guest_name })}</p>
    </div>
  )
}

function End({ chat }: { chat: Chat }) {
  const closed = chat.closed.value
  if (closed === null) return chat.session.value.status === 'closed' ? <p class="closed-line">{say('chat.closed.line')}</p> : null
  const name = chat.session.value.guest_name
  return (
    <p class="closed-line">
      {say(closed.by ? `chat.closed.by.${closed.by}` : 'chat.closed.line', { name })}
      {' · '}
      <time dateTime={closed.at} title={times.value.exact(closed.at)}>
        {times.value.ago(closed.at)}
      </time>
    </p>
  )
}
