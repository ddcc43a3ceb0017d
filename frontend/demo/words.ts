/** The demo page's words, in the language that the server chose or the visitor took. */

import { signal } from '@preact/signals'
import en from './words/en.json'
import id from './words/id.json'

export type Locale = 'en' | 'id'

export const LOCALES: readonly Locale[] = ['en', 'id']
export type Word = keyof typeof en

const dictionaries: Record<Locale, Record<Word, string>> = { en, id }

export const locale = signal<Locale>(document.documentElement.lang === 'id' ? 'id' : 'en')

export const say = (word: Word, values: Record<string, string | number> = {}) =>
  dictionaries[locale.value][word].replace(/{(\w+)}/g, (_, name: string) => `${values[name]}`)
