/** The console's words in the language that the admin reads. */

import { computed, signal } from '@preact/signals'
import en from './words/en.json'
import id from './words/id.json'

export type Locale = 'en' | 'id'
export type Word = keyof typeof en
type Values = Readonly<Record<string, string | number>>

export const LOCALES: readonly Locale[] = ['en', 'id']

const dictionaries: Record<Locale, Record<Word, string>> = { en, id }

export const locale = signal<Locale>('en')

const plurals = computed(() => new Intl.PluralRules(locale.value))
const numbers = computed(() => new Intl.NumberFormat(locale.value))

/** The first of the wanted languages that there are words for. */
export function bestLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0]
    // Older browsers still say "in" for Indonesian.
    if (language === 'id' || language === 'in') return 'id'
    if (language === 'en') return 'en'
  }
  return 'en'
}

export function say(word: Word, values: Values = {}): string {
  return fill(dictionaries[locale.value][word], values)
}

/** A word that counts: `one` is used only where the language tells one from many. */
export function count(one: Word, many: Word, n: number, values: Values = {}): string {
  return say(plurals.value.select(n) === 'one' ? one : many, { ...values, n: numbers.value.format(n) })
}

export function figure(n: number): string {
  return numbers.value.format(n)
}

/** "61%" */
export function share(part: number): string {
  return new Intl.NumberFormat(locale.value, { style: 'percent' }).format(part)
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
