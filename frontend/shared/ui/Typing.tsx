/** Says who is writing. The line is there whether anybody is or not: nothing moves, and it is read aloud once. */

import type { VNode } from 'preact'
import type { Conversation } from '../conversation'
import type { ChatWords } from './words'

export function Typing({ chat, words }: { chat: Pick<Conversation, 'typing'>; words: ChatWords }): VNode {
  const name = chat.typing.value
  const [before, after] = words.typing.split('{n}')
  return (
    <p class="lc-typing" role="status">
      {name && (
        <>
          <i />
          <i />
          <i />
          <span>
            {before}
            <bdi>{name}</bdi>
            {after}
          </span>
        </>
      )}
    </p>
  )
}
