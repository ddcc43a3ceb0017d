/** What to try with livechat on this page, what it weighs, and how it can look. */

import { ExternalLink } from 'lucide'
import { useSignal, type Signal } from '@preact/signals'
import type { VNode } from 'preact'
import { Icon } from '../shared/ui/Icon'
import { ACCENTS } from './accents'
import { accent, embedLine, theme, THEMES } from './dress'
import { weight } from './weight'
import { locale, LOCALES, say } from './words'

const hasAdmin = document.documentElement.dataset.hasAdmin === 'true'

export function Strip(): VNode {
  return (
    <aside class="strip" aria-label={say('strip')}>
      <ol>
        <li>{say('step.chat')}</li>
        <li>{hasAdmin ? <ToConsole /> : say('step.admin')}</li>
        <li>
          <Line />
        </li>
      </ol>
      <p class="strip-weight">{say('weight', { size: sizeOf(weight.value) })}</p>
      <div class="strip-switches">
        <Choice name={say('language')} chosen={locale} options={LOCALES} label={each => LANGUAGES[each]} />
        <Choice name={say('theme')} chosen={theme} options={THEMES} label={each => say(`theme.${each}`)} />
        <Choice name={say('accent')} chosen={accent} options={ACCENTS} label={each => say(`accent.${each}`)} />
      </div>
    </aside>
  )
}

const LANGUAGES = { en: 'English', id: 'Indonesia' }

function ToConsole(): VNode {
  return (
    <a href="/admin/chat" target="_blank" rel="noopener">
      {say('step.console')}
      <span class="unseen">{say('step.console.hint')}</span>
      <Icon node={ExternalLink} size={16} />
    </a>
  )
}

function Line(): VNode {
  const copied = useSignal(false)
  const line = embedLine()
  // Without https there is no clipboard to write to: the line can still be selected.
  const copy = async () => {
    await navigator.clipboard.writeText(line)
    copied.value = true
    setTimeout(() => (copied.value = false), 2000)
  }
  return (
    <>
      <code>{line}</code>
      {navigator.clipboard ? (
        <button type="button" onClick={copy}>
          <span aria-live="polite">{say(copied.value ? 'copied' : 'step.line')}</span>
        </button>
      ) : (
        <span>{say('step.line')}</span>
      )}
    </>
  )
}

function sizeOf(bytes: number): string {
  if (bytes === 0) return '…'
  return new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 }).format(bytes / 1024)
}

interface ChoiceProps<T extends string> {
  name: string
  chosen: Signal<T>
  options: readonly T[]
  label: (option: T) => string
}

function Choice<T extends string>({ name, chosen, options, label }: ChoiceProps<T>): VNode {
  return (
    <select aria-label={name} title={name} value={chosen.value} onChange={event => (chosen.value = event.currentTarget.value as T)}>
      {options.map(each => (
        <option key={each} value={each}>
          {label(each)}
        </option>
      ))}
    </select>
  )
}
