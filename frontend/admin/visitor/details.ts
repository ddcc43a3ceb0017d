/** What a site told about its visitor, made readable; it may be anything, and nothing of it is proven. */

import type { Word } from '../words'

export interface Detail {
  key: string
  /** What it is called here, where it is one of the usual ones. */
  word: Word | null
  value: string
}

const USUAL: Readonly<Record<string, Word>> = {
  page: 'visitor.page',
  url: 'visitor.page',
  referrer: 'visitor.referrer',
  locale: 'visitor.language',
  language: 'visitor.language',
  browser: 'visitor.browser',
  user_agent: 'visitor.browser',
  screen: 'visitor.screen',
  timezone: 'visitor.timezone',
}

export function details(metadata: Readonly<Record<string, unknown>>): Detail[] {
  return Object.entries(metadata)
    .map(([key, value]) => ({ key, word: Object.hasOwn(USUAL, key) ? USUAL[key]! : null, value: textOf(value) }))
    .filter(({ value }) => value !== '')
}

/** Only addresses of the web become links. */
export function linkOf(value: string): string | null {
  return /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value) ? value : null
}

/** Nothing in an address may be read as another addressee or as the text of a letter (RFC 6068). */
export function mailTo(email: string): string {
  return `mailto:${encodeURIComponent(email).replace('%40', '@')}`
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
