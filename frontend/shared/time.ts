/** Times in people's words, by `Intl`. */

export interface Times {
  /** "14:05" */
  clock(iso: string): string
  /** A day separator: "Today", "Yesterday", "12 November", with the year where it is another one. */
  day(iso: string, now?: Date): string
  /** The whole moment, for a tooltip. */
  exact(iso: string): string
}

/** How long ago, as short as it goes: "now", "3 min", "14:05", "Yesterday", "12 Nov". */
export type Ago = (iso: string, now?: Date) => string

const MINUTE = 60_000
const DAY = 86_400_000

/** British English says "12 Nov" and counts to 24, as Indonesian does. */
export const languageOfDates = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

/** `zone` is for tests; browsers know their own. */
export function createTimes(locale: string, zone?: string): Times {
  const { format, clock, dated } = createFormats(locale, 'long', zone)
  return { clock, exact: format({ dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' }), day: dated }
}

export function createAgo(locale: string, zone?: string): Ago {
  const { clock, dated, relative, isSameDay } = createFormats(locale, 'short', zone)
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' })
  return (iso, now = new Date()) => {
    const passed = Math.floor((now.getTime() - Date.parse(iso)) / MINUTE)
    if (passed < 1) return relative.format(0, 'second')
    if (passed < 60) return minutes.format(passed)
    return isSameDay(iso, now) ? clock(iso) : dated(iso, now)
  }
}

function createFormats(locale: string, month: 'short' | 'long', zone: string | undefined) {
  const dates = languageOfDates(locale)
  const format = (options: Intl.DateTimeFormatOptions, language = dates) => {
    const formatter = new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
    return (moment: string | Date) => formatter.format(new Date(moment))
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const date = format({ day: 'numeric', month })
  const dateAndYear = format({ day: 'numeric', month, year: 'numeric' })
  // "2026-11-24" on people's own calendar.
  const calendar = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')

  return {
    format,
    relative,
    clock: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    isSameDay: (iso: string, now: Date) => calendar(iso) === calendar(now),
    dated(iso: string, now = new Date()): string {
      const [then, today] = [calendar(iso), calendar(now)]
      const days = Math.round((Date.parse(then) - Date.parse(today)) / DAY)
      if (days === 0 || days === -1) {
        const word = relative.format(days, 'day')
        return word[0]!.toUpperCase() + word.slice(1)
      }
      return (then.slice(0, 4) === today.slice(0, 4) ? date : dateAndYear)(iso)
    },
  }
}
