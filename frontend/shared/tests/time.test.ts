import { expect, test } from 'vitest'
import { createAgo, createTimes } from '../time'

const now = new Date('2026-11-24T07:05:30Z')
const en = createTimes('en', 'Asia/Jakarta')
const id = createTimes('id', 'Asia/Jakarta')
const ago = { en: createAgo('en', 'Asia/Jakarta'), id: createAgo('id', 'Asia/Jakarta') }

test.each([
  ['2026-11-24T07:05:00.000Z', 'now', 'sekarang'],
  ['2026-11-24T07:06:00.000Z', 'now', 'sekarang'],
  ['2026-11-24T07:02:00.000Z', '3 min', '3 mnt'],
  ['2026-11-24T01:02:00.000Z', '08:02', '08.02'],
  ['2026-11-23T16:59:00.000Z', 'Yesterday', 'Kemarin'],
  ['2026-11-12T07:00:00.000Z', '12 Nov', '12 Nov'],
  ['2025-11-12T07:00:00.000Z', '12 Nov 2025', '12 Nov 2025'],
])('%s was %s ago', (iso, english, indonesian) => {
  expect(ago.en(iso, now)).toBe(english)
  expect(ago.id(iso, now)).toBe(indonesian)
})

test.each([
  ['2026-11-23T17:00:00.000Z', 'Today', 'Hari ini'],
  ['2026-11-23T16:59:00.000Z', 'Yesterday', 'Kemarin'],
  ['2026-11-12T07:00:00.000Z', '12 November', '12 November'],
  ['2025-12-31T07:00:00.000Z', '31 December 2025', '31 Desember 2025'],
])('%s lies under %s', (iso, english, indonesian) => {
  expect(en.day(iso, now)).toBe(english)
  expect(id.day(iso, now)).toBe(indonesian)
})

test('a day begins at midnight where people are', () => {
  expect(createTimes('en', 'America/New_York').day('2026-11-24T04:59:00Z', now)).toBe('Yesterday')
})

test('the time of day counts to 24', () => {
  expect(en.clock('2026-11-24T07:05:00.000Z')).toBe('14:05')
  expect(en.clock('2026-11-23T17:05:00.000Z')).toBe('00:05')
})

test('the whole moment can be looked up', () => {
  expect(en.exact('2026-11-24T07:05:00.000Z')).toMatch(/Tuesday,? 24 November 2026 at 14:05/)
})
