/** The one line that tells a screen reader what has arrived; put it last in the document, with a key for each chat. */

import { signal } from '@preact/signals'
import { Component, type VNode } from 'preact'
import type { Conversation } from '../conversation'
import type { MessageView } from '../views'

export interface LiveLineProps {
  chat: Pick<Conversation, 'onArrival'>
  /** "3 new messages", where several came within a second. */
  several: (count: number) => string
}

const GATHER = 1_000
const STAY = 2_000

export class LiveLine extends Component<LiveLineProps> {
  private readonly line = signal('')
  private heard: MessageView[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  private stop = () => {}

  override componentDidMount(): void {
    this.stop = this.props.chat.onArrival(message => {
      if (this.heard.push(message) > 1) return
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.say(), GATHER)
    })
  }

  override componentWillUnmount(): void {
    this.stop()
    clearTimeout(this.timer)
  }

  private say(): void {
    const [only, another] = this.heard
    this.line.value = another ? this.props.several(this.heard.length) : `${only!.sender_name}: ${only!.message}`
    this.heard = []
    this.timer = setTimeout(() => (this.line.value = ''), STAY)
  }

  override render(): VNode {
    return (
      <div class="lc-unseen" role="status" aria-live="polite">
        {this.line.value}
      </div>
    )
  }
}
