/** The messages of a chat, as guest and admin see them. */

import { Component, createRef, Fragment, type ComponentChildren, type VNode } from 'preact'
import type { Conversation as Chat } from '../conversation'
import type { Times } from '../time'
import type { MessageView } from '../views'
import { entriesOf } from './entries'
import { createPlace } from './place'
import { Act, Row } from './Row'
import { createSeen, type Seen } from './seen'
import { Typing } from './Typing'
import type { ChatWords } from './words'

export type Thread = Pick<
  Chat,
  'session' | 'phase' | 'messages' | 'unsent' | 'typing' | 'overdue' | 'earlier' | 'loadEarlier' | 'retry' | 'edit' | 'remove' | 'shown'
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

class Log extends Component<ConversationProps> {
  private readonly log = createRef<HTMLDivElement>()
  private readonly more = () => {
    const { earlier, loadEarlier } = this.props.chat
    if (earlier.peek() === 'some') void loadEarlier()
  }
  private readonly place = createPlace(this.more)
  private seen!: Seen
  /** Whoever was at the end has had everything up to here before the eyes. */
  private reached = 0

  private first(): number {
    return this.props.chat.messages.peek()[0]?.seq ?? Infinity
  }

  override componentDidMount(): void {
    this.place.begin(this.log.current!)
    this.seen = createSeen(this.log.current!, this.props.chat.shown)
    this.componentDidUpdate()
  }

  override getSnapshotBeforeUpdate(): void {
    this.place.hold(this.first())
  }

  override componentDidUpdate(): void {
    this.place.drawn(this.first(), this.props.chat.unsent.peek().length)
    this.seen.look()
  }

  override componentWillUnmount(): void {
    this.place.stop()
    this.seen.stop()
  }

  override render({ chat, self, words, times, nameOf, beginning, end }: ConversationProps): VNode {
    const session = chat.session.value
    const messages = chat.messages.value
    const phase = chat.phase.value
    const earlier = chat.earlier.value
    const marks = [session.guest_last_read_seq, session.admin_last_read_seq] as const
    const [ownMark, readMark] = self === 'guest' ? marks : [marks[1], marks[0]]

    if (this.place.atEnd.value) this.reached = messages.at(-1)?.seq ?? 0
    const fresh = messages.filter(message => message.sender_type !== self && message.seq > this.reached).length
    const entries = entriesOf(messages, chat.unsent.value, self, times)

    return (
      <div class="lc-talk">
        <div class="lc-log" role="log" aria-live="off" aria-label={words.conversation} aria-busy={phase === 'loading'} tabIndex={0} ref={this.log} onScroll={this.place.onScroll}>
          <div class="lc-rows">
            {phase === 'loading' && <div class="lc-skeleton" />}
            {(phase === 'failed' || earlier === 'failed') && (
              <p class="lc-note" role="alert">
                <span>{words.failed}</span> <Act onClick={phase === 'failed' ? chat.retry : chat.loadEarlier}>{words.tryAgain}</Act>
              </p>
            )}
            {(earlier === 'some' || earlier === 'loading') && (
              <p class="lc-note">
                <Act busy={earlier === 'loading'} onClick={this.more}>
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
        {fresh > 0 && !this.place.atEnd.value && (
          <button type="button" class="lc-fresh" onClick={this.place.toEnd}>
            {words.fresh(fresh)}
          </button>
        )}
        <Typing chat={chat} words={words} />
      </div>
    )
  }
}
