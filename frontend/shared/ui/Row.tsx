/** One message, with what stands around it. */

import { Check, CheckCheck, Clock } from 'lucide'
import type { ComponentChildren, VNode } from 'preact'
import { initials } from '../text'
import type { Times } from '../time'
import type { Thread } from './Conversation'
import type { Entry } from './entries'
import { Icon } from './Icon'
import { Text } from './Text'
import type { ChatWords } from './words'

export interface RowProps {
  entry: Entry
  chat: Thread
  words: ChatWords
  times: Times
  name: string | null
  read: boolean
  unread: boolean
}

export function Row({ entry, chat, words, times, name, read, unread }: RowProps): VNode {
  const { own, first, last, message, unsent } = entry
  const sender = message?.sender_name
  return (
    <div class={`lc-row${own ? ' lc-own' : ''}${first ? ' lc-first' : ''}${last ? ' lc-last' : ''}`}>
      {first && sender && <span class={name ? 'lc-name' : 'lc-unseen'}>{name ?? `${sender}: `}</span>}
      {last && !own && sender && (
        <span class="lc-face" aria-hidden="true">
          {initials(sender)}
        </span>
      )}
      <Text text={entry.text} />
      {last && message && (
        <Meta>
          <time dateTime={entry.at} title={times.exact(entry.at)}>
            {times.clock(entry.at)}
          </time>
          {own && (
            <span class={read ? 'lc-read' : ''}>
              <Icon node={read ? CheckCheck : Check} size={16} />
              <span class="lc-unseen">{read ? words.read : words.sent}</span>
            </span>
          )}
        </Meta>
      )}
      {last && unsent && <Waiting entry={entry} chat={chat} words={words} />}
      {unread && <i class="lc-seen" data-seq={message!.seq} />}
    </div>
  )
}

const Meta = ({ children }: { children: ComponentChildren }) => <div class="lc-meta">{children}</div>

function Waiting({ entry: { id, unsent }, chat, words }: Pick<RowProps, 'entry' | 'chat' | 'words'>): VNode {
  if (unsent!.refused) {
    return (
      <Meta>
        <span class="lc-refused">{words.refused(unsent!.refused)}</span>
        <Act onClick={() => chat.edit(id)}>{words.edit}</Act>
        <Act onClick={() => chat.remove(id)}>{words.remove}</Act>
      </Meta>
    )
  }
  return chat.overdue.value ? (
    <Meta>
      <span>{words.notSent} ·</span>
      <Act onClick={chat.retry}>{words.tryNow}</Act>
    </Meta>
  ) : (
    <Meta>
      <Icon node={Clock} size={16} />
      <span>{words.sending}</span>
    </Meta>
  )
}

export function Act({ onClick, busy, children }: { onClick: () => void; busy?: boolean; children: ComponentChildren }): VNode {
  return (
    <button type="button" class="lc-act" aria-busy={busy} onClick={onClick}>
      {children}
    </button>
  )
}
