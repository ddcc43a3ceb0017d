/** Times in people's words, by `Intl`. */

export interface Times {
  /** How long ago, as short as it goes: "now", "3 min", "14:05", "Yesterday", "12 Nov". */
  ago(iso: string, now?: Date): string
  /** "14:05" */
  clock(iso: string): string
  /** A day separator: "Today", "Yesterday", "12 November", with the year where it is another one. */
  day(iso: string, now?: Date): string
  /** The whole moment, for a tooltip. */
  exact(iso: string): string
}

const MINUTE = 60_000
const DAY = 86_400_000

/** British English says "12 Nov" and counts to 24, as Indonesian does. */
export const languageOfDates = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

/** `zone` is for tests; browsers know their own. */
export function createTimes(locale: string, zone?: string): Times {
  const dates = languageOfDates(locale)
  const format = (options: Intl.DateTimeFormatOptions, language = dates) => {
    const formatter = new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
    return (moment: string | Date) => formatter.format(new Date(moment))
  }
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const exact = format({ dateStyle: 'full', timeStyle: 'short', hourCycle: 'h23' })
  const date = (month: 'short' | 'long', year?: 'numeric') => format({ day: 'numeric', month, year })
  const short = [date('short'), date('short', 'numeric')] as const
  const long = [date('long'), date('long', 'numeric')] as const
  const minutes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  // "2026-11-24" on people's own calendar.
  const calendar = format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA')

  function dated(iso: string, now: Date, [here, otherYear]: typeof short): string {
    const [then, today] = [calendar(iso), calendar(now)]
    const days = Math.round((Date.parse(then) - Date.parse(today)) / DAY)
    if (days === 0 || days === -1) {
      const word = relative.format(days, 'day')
      return word[0]!.toUpperCase() + word.slice(1)
    }
    return (then.slice(0, 4) === today.slice(0, 4) ? here : otherYear)(iso)
  }

  return {
    clock,
    exact,
    day: (iso, now = new Date()) => dated(iso, now, long),
    ago(iso, now = new Date()) {
      const passed = Math.floor((now.getTime() - Date.parse(iso)) / MINUTE)
      if (passed < 1) return relative.format(0, 'second')
      if (passed < 60) return minutes.format(passed)
      return calendar(iso) === calendar(now) ? clock(iso) : dated(iso, now, short)
    },
  }
}
