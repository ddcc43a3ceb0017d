/** What to try with livechat on this page, what it weighs, and how it can look. */

import { useSignal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import { accent, ACCENTS, embedLine, theme, type Theme } from './dress'
import { weight } from './weight'
import { locale, say, type Locale } from './words'

const hasAdmin = document.documentElement.dataset.hasAdmin === 'true'

export function Strip(): VNode {
  return (
    <aside class="strip" aria-label={say('strip')}>
      <ol>
        <li>
          <span>{say('step.chat')}</span>
        </li>
        <li>
          {hasAdmin ? (
            <span>
              <a href="/admin/chat" target="_blank" rel="noopener">
                {say('step.console')}
              </a>
              {say('step.console.hint')}
            </span>
          ) : (
            <span>{say('step.admin')}</span>
          )}
        </li>
        <li>
          <span>
            {say('step.line')} <Line />
          </span>
        </li>
      </ol>
      <div class="strip-foot">
        <Weight />
        <div class="strip-switches">
          <Choice name="language" legend={say('language')} options={LANGUAGES} chosen={locale.value} onChoose={speak} />
          <Choice name="theme" legend={say('theme')} options={THEMES.map(one => [one, say(`theme.${one}`)])} chosen={theme.value} onChoose={one => (theme.value = one)} />
          <Choice
            name="accent"
            legend={say('accent')}
            options={ACCENTS.map(one => [one, <span class={`strip-accent strip-${one.slice(1)}`} role="img" aria-label={say(`accent.${one.slice(1) as 'f5b301'}`)} />])}
            chosen={accent.value}
            onChoose={one => (accent.value = one)}
          />
        </div>
      </div>
    </aside>
  )
}

const THEMES: readonly Theme[] = ['auto', 'light', 'dark']
const LANGUAGES: readonly (readonly [Locale, string])[] = [
  ['en', 'English'],
  ['id', 'Indonesia'],
]

function speak(wanted: Locale): void {
  locale.value = wanted
  const page = window as { LiveChat?: { push(command: readonly unknown[]): void } }
  page.LiveChat?.push(['setLocale', wanted])
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
      {navigator.clipboard && (
        <button type="button" onClick={copy}>
          <span aria-live="polite">{say(copied.value ? 'copied' : 'copy')}</span>
        </button>
      )}
    </>
  )
}

function Weight(): VNode {
  const { bytes, files } = weight.value
  // The line is there before the number: nothing moves when it comes.
  if (!bytes) return <p>&nbsp;</p>
  const kilobytes = new Intl.NumberFormat(locale.value, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 1 })
  return <p>{say('weight', { size: kilobytes.format(bytes / 1024), files: files === 1 ? say('file') : say('files', { n: files }) })}</p>
}

interface ChoiceProps<T> {
  name: string
  legend: string
  options: readonly (readonly [value: T, shown: ComponentChildren])[]
  chosen: T
  onChoose: (value: T) => void
}

function Choice<T extends string>({ name, legend, options, chosen, onChoose }: ChoiceProps<T>): VNode {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {options.map(([value, shown]) => (
        <label key={value}>
          <input type="radio" name={name} checked={value === chosen} onChange={() => onChoose(value)} />
          <span>{shown}</span>
        </label>
      ))}
    </fieldset>
  )
}
