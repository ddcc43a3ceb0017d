/** A message's text: as nodes, never as markup. */

import { Component, type VNode } from 'preact'
import { linkify } from '../text'

export class Text extends Component<{ text: string }> {
  override shouldComponentUpdate({ text }: { text: string }): boolean {
    return text !== this.props.text
  }

  override render({ text }: { text: string }): VNode {
    return (
      <div class="lc-bubble" dir="auto">
        {linkify(text).map(({ text, href }) =>
          href ? (
            <a href={href} target="_blank" rel="noopener noreferrer">
              {text}
            </a>
          ) : (
            text
          ),
        )}
      </div>
    )
  }
}
