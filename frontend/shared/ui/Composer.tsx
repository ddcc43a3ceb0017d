/** The field in which a message is written. */

import type { Signal } from '@preact/signals'
import { ArrowUp } from 'lucide'
import { Component, type RefObject, type VNode } from 'preact'
import { cleaned, lengthOf, LONGEST } from '../text'
import { Icon } from './Icon'
import type { ChatWords } from './words'

export interface ComposerProps {
  draft: Signal<string>
  words: ChatWords
  /** False leaves the text where it is. */
  onSend: (text: string) => boolean
  /** To put the focus there. */
  fieldRef?: RefObject<HTMLTextAreaElement | null>
}

export class Composer extends Component<ComposerProps> {
  private field!: HTMLTextAreaElement
  // What is drawn where nobody sees it yet has no height to measure.
  private readonly watcher = new IntersectionObserver(() => fit(this.field))

  override componentDidMount(): void {
    this.watcher.observe(this.field)
    const { fieldRef } = this.props
    if (fieldRef) fieldRef.current = this.field
  }

  override componentDidUpdate(): void {
    fit(this.field)
  }

  override componentWillUnmount(): void {
    this.watcher.disconnect()
  }

  override render({ draft, words, onSend }: ComposerProps): VNode {
    const over = lengthOf(cleaned(draft.value)) - LONGEST

    const send = () => {
      if (over <= 0 && onSend(draft.peek())) draft.value = ''
      this.field.focus()
    }
    const press = (event: KeyboardEvent) => {
      // Enter also chooses a candidate in an input method; Safari ends the composition first and tells by the code alone.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      send()
    }

    return (
      <form
        class="lc-composer"
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <p class="lc-over" id="lc-over" role="status">
          {over > 0 && words.tooLong(over)}
        </p>
        <textarea
          ref={element => {
            if (element) this.field = element
          }}
          aria-label={words.write}
          aria-invalid={over > 0}
          aria-describedby="lc-over"
          placeholder={words.write}
          rows={1}
          enterkeyhint="send"
          value={draft.value}
          onInput={event => (draft.value = event.currentTarget.value)}
          onKeyDown={press}
        />
        <button type="submit" class="lc-send" aria-label={words.send} title={words.send}>
          <Icon node={ArrowUp} />
        </button>
      </form>
    )
  }
}

/** As high as its text; a text area never tells that it is higher than that, unless it is shrunk before. */
function fit(field: HTMLTextAreaElement): void {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
}
