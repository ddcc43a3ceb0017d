/** The one line that tells a screen reader what has arrived; put it last in the document. */

import type { VNode } from 'preact'
import type { Conversation } from '../conversation'

export interface LiveLineProps {
  chat: Pick<Conversation, 'onArrival'>
  /** "3 new messages", where several came within a second. */
  several: (count: number) => string
}

export function LiveLine(props: LiveLineProps): VNode {
  void props
  return <div class="lc-unseen" role="status" aria-live="polite" />
}
