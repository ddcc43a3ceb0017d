/** What the visitor reads, in one language at a time; another one is fetched when it is asked for. */

import { batch, computed, signal } from '@preact/signals'
import { createTimes } from '../shared/time'
import type { ChatWords } from '../shared/ui/words'
import type en from './words/en.json'

export type Locale = 'en' | 'id'
type Dictionary = typeof en
export type Word = keyof Dictionary

const dictionaries: Record<Locale, () => Promise<{ default: Dictionary }>> = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
}

export const locale = signal<Locale>('en')
const dictionary = signal({} as Dictionary)

/** `id`, `id-ID` or, as older browsers say, `in`: ours is Indonesian; for everything else English. */
export const localeOf = (tag: string): Locale => (/^i[dn]\b/i.test(tag) ? 'id' : 'en')

/** Changes nothing until the words are there. */
export async function speak(wanted: Locale): Promise<void> {
  const words = await dictionaries[wanted]()
  batch(() => {
    dictionary.value = words.default
    locale.value = wanted
  })
}

/** `{n}` in the words stands for a number. */
export const say = (word: Word, n: number | string = '') => dictionary.value[word].replace('{n}', `${n}`)

/** What a code of the server's means, of a certain field or of any. */
export const wrong = (code: string, field = '') => {
  const words: Partial<Record<string, string>> = dictionary.value
  return words[`${field}.${code}`] ?? words[code.replace('control_', '')] ?? say('refused')
}

export const times = computed(() => createTimes(locale.value))

/** The words of conversation and composer are called as those call them. */
export const chatWords = computed<ChatWords>(() => ({
  ...dictionary.value,
  fresh: n => say('fresh', n),
  refused: code => (code === 'session_closed' ? say('closed') : wrong(code)),
  tooLong: n => say('over', n),
}))
