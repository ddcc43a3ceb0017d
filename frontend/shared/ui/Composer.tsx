/** The field in which a message is written. */

import type { Signal } from '@preact/signals'
import type { Ref, VNode } from 'preact'
import type { ChatWords } from './words'

export interface ComposerProps {
  draft: Signal<string>
  words: ChatWords
  /** False leaves the text where it is. */
  onSend: (text: string) => boolean
  /** To put the focus there. */
  fieldRef?: Ref<HTMLTextAreaElement>
}

export function Composer({ draft, words, onSend }: ComposerProps): VNode {
  return (
    <form class="lc-composer">
      <textarea aria-label={words.write} rows={1} value={draft.value} onInput={event => (draft.value = event.currentTarget.value)} />
      <button type="button" aria-label={words.send} onClick={() => onSend(draft.value)} />
    </form>
  )
}
