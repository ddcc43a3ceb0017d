/** What the statistics page says, worked out from what the server counted; nothing here touches the page. */

import type { StatisticsView } from '../../shared/views'

export type Day = StatisticsView['by_day'][number]

export type Change =
  | { kind: 'same' }
  | { kind: 'none-before' }
  | { kind: 'more' | 'fewer'; percent: number }

export interface Week {
  now: number
  before: number
  change: Change
}

export interface Bar {
  day: Day
  /** Share of the axis, 0 to 1. */
  height: number
}

/** A figure of the last seven days against the seven before; a missing day counts as none. */
export function week(days: readonly Day[], of: 'sessions' | 'messages'): Week {
  const sum = (part: readonly Day[]) => part.reduce((total, day) => total + day[of], 0)
  const now = sum(days.slice(-7))
  const before = sum(days.slice(-14, -7))
  return { now, before, change: changeOf(now, before) }
}

export function changeOf(now: number, before: number): Change {
  if (now === before) return { kind: 'same' }
  if (before === 0) return { kind: 'none-before' }
  const share = Math.abs(now - before) / before
  // A change is never told as 0 %: what differs a little differs by one.
  const percent = Math.max(1, Math.round(share * 100))
  return { kind: now > before ? 'more' : 'fewer', percent }
}

export function busiest(days: readonly Day[]): Day | null {
  const most = days.reduce<Day | null>((best, day) => (best && best.messages >= day.messages ? best : day), null)
  return most !== null && most.messages > 0 ? most : null
}

/** The round number at which the axis ends; even, so that its middle is a whole number too. */
export function axisTop(highest: number): number {
  if (highest <= 4) return 4
  const power = 10 ** Math.floor(Math.log10(highest))
  const tops = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map(times => times * power)
  return tops.find(top => top >= highest && top % 2 === 0) ?? 10 * power
}

export function bars(days: readonly Day[]): { top: number; bars: Bar[] } {
  const top = axisTop(days.reduce((most, day) => Math.max(most, day.messages), 0))
  return { top, bars: days.map(day => ({ day, height: day.messages / top })) }
}

export type Duration =
  | { unit: 'seconds'; n: number }
  | { unit: 'minutes'; n: number }
  | { unit: 'hours'; h: number; m: number }
  | { unit: 'days'; d: number; h: number }

/** A waiting time in the two largest units that somebody would say aloud. */
export function duration(seconds: number): Duration {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return { unit: 'seconds', n: whole }
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return { unit: 'minutes', n: minutes }
  if (minutes < 24 * 60) return { unit: 'hours', h: Math.floor(minutes / 60), m: minutes % 60 }
  const hours = Math.round(minutes / 60)
  return { unit: 'days', d: Math.floor(hours / 24), h: hours % 24 }
}
