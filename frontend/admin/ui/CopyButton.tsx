/** Copies a text, and says for a moment that it has. */

import { Check, Copy } from 'lucide'
import { useState } from 'preact/hooks'
import { Icon } from '../../shared/ui/Icon'
import { say } from '../words'

export function CopyButton({ text, label, main = false }: { text: string; label: string; main?: boolean }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 3000)
  }
  if (!('clipboard' in navigator)) return null
  return (
    <button class={main ? 'button main' : 'button'} type="button" onClick={() => void copy().catch(() => {})}>
      <Icon node={copied ? Check : Copy} />
      <span aria-live="polite">{copied ? say('empty.copied') : label}</span>
    </button>
  )
}
