/** The messages of a chat, as guest and admin see them. */

import type { ComponentChildren, VNode } from 'preact'
import type { Conversation as Chat } from '../conversation'
import type { Times } from '../time'
import type { MessageView } from '../views'
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

export function Conversation({ words, beginning, end }: ConversationProps): VNode {
  return (
    <div class="lc-log" role="log" aria-live="off" aria-label={words.conversation} tabIndex={0}>
      {beginning}
      {end}
    </div>
  )
}
