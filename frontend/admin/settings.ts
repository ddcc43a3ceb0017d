/** What an admin has chosen for this browser: language, appearance, sound, notifications, single keys. */

import { computed, effect, signal } from '@preact/signals'
import { bestLocale, locale, LOCALES, type Locale } from './words'

export type Theme = 'auto' | 'light' | 'dark'

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

interface Chosen {
  locale?: Locale
  theme?: Theme
  sound?: boolean
  notifications?: boolean
  /** Single keys as shortcuts; off for those who speak to their computer. */
  keys?: boolean
}

const KEY = 'livechat-console'

const chosen = signal<Chosen>({})

export const theme = computed(() => chosen.value.theme ?? 'auto')
export const sound = computed(() => chosen.value.sound ?? true)
export const notifications = computed(() => chosen.value.notifications ?? false)
export const singleKeys = computed(() => chosen.value.keys ?? true)

export function choose(change: Chosen): void {
  chosen.value = { ...chosen.value, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen.value))
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** Reads what was chosen before and keeps page and other windows equal to it. */
export function applySettings(): void {
  read()
  addEventListener('storage', event => {
    if (event.key === KEY) read()
  })
  effect(() => {
    locale.value = chosen.value.locale ?? bestLocale(navigator.languages)
    document.documentElement.lang = locale.value
  })
  effect(() => {
    const page = document.documentElement
    if (theme.value === 'auto') delete page.dataset.theme
    else page.dataset.theme = theme.value
  })
}

function read(): void {
  try {
    chosen.value = readable(JSON.parse(localStorage.getItem(KEY) ?? '{}'))
  } catch {
    chosen.value = {}
  }
}

/** Only what is understood counts: an older or newer console may have written the rest. */
function readable(stored: Chosen): Chosen {
  const kept: Chosen = {}
  const language = LOCALES.find(known => known === stored.locale)
  const look = THEMES.find(known => known === stored.theme)
  if (language !== undefined) kept.locale = language
  if (look !== undefined) kept.theme = look
  for (const name of ['sound', 'notifications', 'keys'] as const) {
    if (typeof stored[name] === 'boolean') kept[name] = stored[name]
  }
  return kept
}
