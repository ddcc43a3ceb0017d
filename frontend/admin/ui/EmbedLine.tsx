/** The line that brings the widget to a site, ready to be copied. */

import { Check, Copy } from 'lucide'
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/ui/Icon'
import { say } from '../words'

export function EmbedLine() {
  const [copied, setCopied] = useState(false)
  const line = `<script src="${location.origin}/widget.js" async></script>`
  const copy = async () => {
    await navigator.clipboard.writeText(line)
    setCopied(true)
    setTimeout(() => setCopied(false), 3000)
  }
  return (
    <>
      <code class="embed" dir="ltr">
        {line}
      </code>
      <div class="actions">
        {'clipboard' in navigator && (
          <button class="button main" type="button" onClick={() => void copy().catch(() => {})}>
            <Icon node={copied ? Check : Copy} />
            <span aria-live="polite">{say(copied ? 'empty.copied' : 'empty.copy')}</span>
          </button>
        )}
        <a class="button bare" href="/" target="_blank">
          {say('empty.try')}
        </a>
      </div>
    </>
  )
}
