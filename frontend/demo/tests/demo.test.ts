import { expect, test } from 'vitest'
import { ACCENTS, COLOURS, textOn } from '../accents'
import en from '../words/en.json'
import id from '../words/id.json'

test('both languages say the same things', () => {
  expect(Object.keys(id)).toEqual(Object.keys(en))
})

test('every accent has a name', () => {
  expect(ACCENTS.filter(accent => !(`accent.${accent}` in en))).toEqual([])
})

test.each([
  ['green', '#fff'],
  ['blue', '#fff'],
  ['red', '#fff'],
  ['yellow', '#000'],
] as const)('text on %s is %s', (accent, text) => {
  expect(textOn(COLOURS[accent])).toBe(text)
})

test.each([
  ['#767676', '#000'],
  ['#757575', '#fff'],
])('on %s, near the middle, the one that stands out more is %s', (colour, text) => {
  expect(textOn(colour)).toBe(text)
})
