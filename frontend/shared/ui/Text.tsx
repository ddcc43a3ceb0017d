/** A message's text: as nodes, never as markup. */

import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { linkify } from '../text'

export function Text({ text }: { text: string }): VNode {
  const pieces = useMemo(() => linkify(text), [text])
  return (
    <div class="lc-bubble" dir="auto">
      {pieces.map(({ text, href }) =>
        href ? (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {text}
          </a>
        ) : (
          text
        ),
      )}
    </div>
  )
}
