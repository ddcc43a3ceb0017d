/** Times and days in the language of the console. */

import { computed } from '@preact/signals'
import { createAgo, createTimes, languageOfDates } from '../shared/time'
import { locale } from './words'

export const times = computed(() => ({ ...createTimes(locale.value), ago: createAgo(locale.value) }))

const LENGTHS = {
  short: { day: 'numeric', month: 'short' },
  medium: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
} as const

/** A day as the server counts it, without a time zone of the reader's. */
export function dayIn(day: string, length: keyof typeof LENGTHS): string {
  return new Intl.DateTimeFormat(languageOfDates(locale.value), { ...LENGTHS[length], timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
