import { expect, test } from 'vitest'
import en from '../words/en.json'
import id from '../words/id.json'

test('both languages say the same things', () => {
  expect(Object.keys(id)).toEqual(Object.keys(en))
})
