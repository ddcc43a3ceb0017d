/** One chat in the list. Its text begins with the guest's name. */

import { Component } from 'preact'
import type { Row } from '../sessionRows'
import { Face } from '../ui/Face'
import { Moment } from '../ui/Moment'
import { count, figure, say } from '../words'

interface Props {
  row: Row
  selected: boolean
  /** The name of who is signed in. */
  me: string
  /** Closed chats stand among open ones. */
  mixed: boolean
}

/** Drawn anew only when its chat changed: a list may have hundreds. */
export class ChatRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.row !== this.props.row || next.selected !== this.props.selected || next.me !== this.props.me || next.mixed !== this.props.mixed
  }

  override render({ row, selected, me, mixed }: Props) {
    return (
      <li data-id={row.session_id}>
        <button type="button" class="row" aria-current={selected ? 'true' : undefined} data-unread={row.unread_count > 0 ? '' : undefined}>
          <span class="first">
            <span class="who one-line">
              <bdi>{row.guest_name}</bdi>
            </span>{' '}
            <Moment at={row.last_activity_at} class="when" />
          </span>{' '}
          <span class="second">
            <Last row={row} me={me} /> <Topic name={mixed && row.status === 'closed' ? say('chats.closed') : row.topic} /> <Unread n={row.unread_count} />
          </span>
          <Face id={row.session_id} name={row.guest_name} />
        </button>
      </li>
    )
  }
}

function Last({ row, me }: { row: Row; me: string }) {
  return (
    <span class="last one-line">
      <bdi>{lastLine(row, me)}</bdi>
    </span>
  )
}

function lastLine(row: Row, me: string): string {
  const last = row.last_message
  if (last === null) return say('chats.nothing.said')
  const text = last.message.slice(0, 200)
  if (last.sender_type !== 'admin') return text
  return last.sender_name === me ? say('chats.you', { text }) : say('chats.other', { name: last.sender_name, text })
}

function Topic({ name }: { name: string | null }) {
  return name === null ? null : <span class="topic one-line">{name}</span>
}

function Unread({ n }: { n: number }) {
  if (n === 0) return null
  return (
    <>
      <span class="unread" aria-hidden="true">
        {n > 99 ? '99+' : figure(n)}
      </span>
      <span class="lc-unseen">{count('chats.unread.one', 'chats.unread.many', n)}</span>
    </>
  )
}
