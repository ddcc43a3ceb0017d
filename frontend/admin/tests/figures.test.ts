import { describe, expect, it } from 'vitest'
import { axisTop, bars, busiest, changeOf, duration, week, type Day } from '../statistics/figures'

const days = (...messages: number[]): Day[] =>
  messages.map((n, at) => ({ day: `2026-11-${String(at + 1).padStart(2, '0')}`, sessions: n > 0 ? 1 : 0, messages: n }))

describe('a week against the week before', () => {
  it('adds up seven days each', () => {
    const fortnight = days(1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2)
    expect(week(fortnight, 'messages')).toEqual({ now: 14, before: 7, change: { kind: 'more', percent: 100 } })
    expect(week(fortnight, 'sessions')).toEqual({ now: 7, before: 7, change: { kind: 'same' } })
  })

  it('counts only days that were given', () => {
    expect(week(days(3, 4), 'messages')).toEqual({ now: 7, before: 0, change: { kind: 'none-before' } })
    expect(week([], 'messages').change).toEqual({ kind: 'same' })
  })

  it.each([
    [50, 100, { kind: 'fewer', percent: 50 }],
    [0, 9, { kind: 'fewer', percent: 100 }],
    [1001, 1000, { kind: 'more', percent: 1 }],
    [30, 8, { kind: 'more', percent: 275 }],
  ])('%i after %i', (now, before, change) => {
    expect(changeOf(now, before)).toEqual(change)
  })
})

describe('the chart', () => {
  it('names the busiest day, the first of two equal ones, and none when all was quiet', () => {
    expect(busiest(days(1, 9, 9, 2))?.day).toBe('2026-11-02')
    expect(busiest(days(0, 0))).toBeNull()
    expect(busiest([])).toBeNull()
  })

  it.each([
    [0, 4],
    [4, 4],
    [5, 6],
    [11, 12],
    [37, 40],
    [41, 50],
    [100, 100],
    [101, 120],
    [170, 200],
  ])('with at most %i a day ends its axis at %i', (highest, top) => {
    expect(axisTop(highest)).toBe(top)
  })

  it('draws each day as a share of the axis', () => {
    expect(bars(days(0, 5, 10)).bars.map(bar => bar.height)).toEqual([0, 0.5, 1])
  })
})

describe('a waiting time', () => {
  it.each([
    [0, { unit: 'seconds', n: 0 }],
    [59.4, { unit: 'seconds', n: 59 }],
    [59.6, { unit: 'minutes', n: 1 }],
    [3570, { unit: 'hours', h: 1, m: 0 }],
    [3599, { unit: 'hours', h: 1, m: 0 }],
    [5400, { unit: 'hours', h: 1, m: 30 }],
    [86_399, { unit: 'days', d: 1, h: 0 }],
    [100_000, { unit: 'days', d: 1, h: 4 }],
    [-3, { unit: 'seconds', n: 0 }],
  ])('of %d seconds', (seconds, said) => {
    expect(duration(seconds)).toEqual(said)
  })
})
