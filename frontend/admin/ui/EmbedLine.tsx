/** The line that brings the widget to a site, ready to be copied. */

import { say } from '../words'
import { CopyButton } from './CopyButton'

export function EmbedLine() {
  const line = `<script src="${location.origin}/widget.js" async></script>`
  return (
    <>
      <code class="embed" dir="ltr">
        {line}
      </code>
      <div class="actions">
        <CopyButton text={line} label={say('empty.copy')} main />
        <a class="button bare" href="/" target="_blank">
          {say('empty.try')}
        </a>
      </div>
    </>
  )
}
