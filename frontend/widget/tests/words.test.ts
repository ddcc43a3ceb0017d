import { beforeEach, describe, expect, test } from 'vitest'
import { chatWords, locale, localeOf, say, speak, times, wrong } from '../words'
import en from '../words/en.json'
import id from '../words/id.json'

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

beforeEach(() => speak('en'))

describe('the words', () => {
  test('are the same in every language, in the same order', () => {
    expect(Object.keys(id)).toEqual(Object.keys(en))
  })

  test.each(Object.keys(en) as (keyof typeof en)[])('of “%s” are filled with the same values', word => {
    expect(slots(id[word])).toEqual(slots(en[word]))
  })

  test('are spoken in one language at a time, with its times', async () => {
    expect([locale.value, say('send')]).toEqual(['en', en.send])
    const english = times.value

    await speak('id')

    expect([locale.value, say('send')]).toEqual(['id', id.send])
    expect(times.value).not.toBe(english)
  })

  test('hold a number where they have a place for it', () => {
    expect(say('unread', 3)).toBe(en.unread.replace('{n}', '3'))
    expect(chatWords.value.tooLong(7)).toBe(en.over.replace('{n}', '7'))
  })
})

describe('what a code means', () => {
  test.each([
    ['required', 'name', en['name.required']],
    ['format', 'email', en['email.format']],
    ['too_long', 'name', en.too_long],
    ['control_characters', 'message', en.characters],
    ['of tomorrow', 'name', en.refused],
  ])('%s of %s', (code, field, words) => {
    expect(words).toBeTruthy()
    expect(wrong(code, field)).toBe(words)
  })

  test('of a message to a chat that is closed is said as the chat says it', () => {
    expect(chatWords.value.refused('session_closed')).toBe(en.closed)
    expect(chatWords.value.refused('too_long')).toBe(en.too_long)
  })
})

test.each([
  ['id', 'id'],
  ['id-ID', 'id'],
  ['in', 'id'],
  ['en-GB', 'en'],
  ['it', 'en'],
  ['ido', 'en'],
  ['', 'en'],
])('the language of %j is %s', (tag, expected) => {
  expect(localeOf(tag)).toBe(expected)
})
