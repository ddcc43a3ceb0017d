/** The messages of a chat, as guest and admin see them. */

import { Fragment, type ComponentChildren, type VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { Conversation as Chat } from '../conversation'
import type { Times } from '../time'
import type { MessageView } from '../views'
import { entriesOf } from './entries'
import { Act, Row } from './Row'
import { usePlace } from './usePlace'
import { useSeen } from './useSeen'
import type { ChatWords } from './words'

export type Thread = Pick<
  Chat,
  'session' | 'phase' | 'messages' | 'unsent' | 'overdue' | 'earlier' | 'loadEarlier' | 'retry' | 'edit' | 'remove' | 'shown'
>

export interface ConversationProps {
  chat: Thread
  self: 'guest' | 'admin'
  words: ChatWords
  times: Times
  /** The name above a group, where it needs one: of colleagues in the console, of several answering admins. */
  nameOf?: (message: MessageView) => string | null
  /** Above the first message once there is nothing earlier: a greeting. */
  beginning?: ComponentChildren
  /** Below the last message: who closed the chat, and when. */
  end?: ComponentChildren
}

export function Conversation(props: ConversationProps): VNode {
  return <Log {...props} key={props.chat.session.peek().session_id} />
}

function Log({ chat, self, words, times, nameOf, beginning, end }: ConversationProps): VNode {
  const log = useRef<HTMLDivElement>(null)
  const reached = useRef(0)
  const session = chat.session.value
  const messages = chat.messages.value
  const unsent = chat.unsent.value
  const phase = chat.phase.value
  const earlier = chat.earlier.value
  const [ownMark, readMark] =
    self === 'guest' ? [session.guest_last_read_seq, session.admin_last_read_seq] : [session.admin_last_read_seq, session.guest_last_read_seq]

  const more = () => {
    if (chat.earlier.peek() === 'some') void chat.loadEarlier()
  }
  const place = usePlace(log, messages[0]?.seq ?? Infinity, unsent.length, more)
  useSeen(log, chat.shown)

  if (place.atEnd.value) reached.current = messages.at(-1)?.seq ?? 0
  const fresh = messages.filter(message => message.sender_type !== self && message.seq > reached.current).length
  const entries = entriesOf(messages, unsent, self, times)

  return (
    <div class="lc-talk">
      <div class="lc-log" role="log" aria-live="off" aria-label={words.conversation} aria-busy={phase === 'loading'} tabIndex={0} ref={log} onScroll={place.onScroll}>
        <div class="lc-rows">
          {phase === 'loading' && <div class="lc-skeleton" />}
          {(phase === 'failed' || earlier === 'failed') && (
            <p class="lc-note" role="alert">
              <span>{words.failed}</span> <Act onClick={phase === 'failed' ? chat.retry : chat.loadEarlier}>{words.tryAgain}</Act>
            </p>
          )}
          {(earlier === 'some' || earlier === 'loading') && (
            <p class="lc-note">
              <Act busy={earlier === 'loading'} onClick={more}>
                {words.earlier}
              </Act>
            </p>
          )}
          {phase === 'ready' && earlier === 'none' && beginning}
          {entries.map(entry => (
            <Fragment key={entry.id}>
              {entry.day && <p class="lc-note">{entry.day}</p>}
              <Row
                entry={entry}
                chat={chat}
                words={words}
                times={times}
                name={(entry.message && nameOf?.(entry.message)) ?? null}
                read={!!entry.message && entry.message.seq <= readMark}
                unread={!entry.own && !!entry.message && entry.message.seq > ownMark}
              />
            </Fragment>
          ))}
          {end}
        </div>
      </div>
      {fresh > 0 && !place.atEnd.value && (
        <button type="button" class="lc-fresh" onClick={place.toEnd}>
          {words.fresh(fresh)}
        </button>
      )}
    </div>
  )
}
