import { describe, expect, test } from 'vitest'
import { NOBODY, problemsOf, type Introduction } from '../introduction'

const LIMITS = { name_length: 10, email_length: 30, message_length: 4000 } as Parameters<typeof problemsOf>[1]
const SARI: Introduction = { ...NOBODY, name: 'Sari', email: 'sari@example.com' }
const wrong = (over: Partial<Introduction>) => problemsOf({ ...SARI, ...over }, LIMITS)

test('name and e-mail are enough', () => {
  expect(wrong({})).toEqual({})
})

test('without them each is missed, in the order of the form', () => {
  expect(Object.entries(wrong({ name: ' ', email: '\n' }))).toEqual([
    ['name', 'required'],
    ['email', 'required'],
  ])
})

describe('the length of a name', () => {
  test.each(['abcdefghij', '👩‍💻'.slice(0, 2).repeat(10), ' abcdefghij '])('%j is right', name => {
    expect(wrong({ name })).toEqual({})
  })

  test('is counted in characters', () => {
    expect(wrong({ name: 'abcdefghijk' })).toEqual({ name: 'too_long' })
  })
})

describe('an e-mail', () => {
  test.each(['a@b.co', ' sari@example.com ', 'o’neil+chat@mail.example', 'a@b.c.d.e'])('%j is one', email => {
    expect(wrong({ email })).toEqual({})
  })

  test.each(['sari', 'sari@', '@example.com', 'sari@example', 'sari@example.', 'sari@.example', 'a@b@c.d', 'sari @example.com', 'a@b..c', '<a@b.c>'])('%j is none', email => {
    expect(wrong({ email })).toEqual({ email: 'format' })
  })

  test('has an end', () => {
    expect(wrong({ email: `${'a'.repeat(26)}@b.co` })).toEqual({ email: 'too_long' })
  })
})

describe('a number', () => {
  test.each(['', '  ', '0812 3456 7890', '+62 (812) 3456-7890', '0812.3456.7890', '021/3456789', '0812–3456–7890'])('%j is right', phone => {
    expect(wrong({ phone })).toEqual({})
  })

  test.each(['123456', '12345678901234567', '0812 CALL ME', '++628123456789', '62+8123456789'])('%j is wrong', phone => {
    expect(wrong({ phone })).toEqual({ phone: 'format' })
  })
})

test('a first message may be left out, and must be one otherwise', () => {
  expect(wrong({ message: ' \n' })).toEqual({})
  expect(wrong({ message: 'x'.repeat(4001) })).toEqual({ message: 'too_long' })
})
