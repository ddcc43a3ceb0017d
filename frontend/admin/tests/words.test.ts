import { afterEach, describe, expect, it } from 'vitest'
import { bestLocale, count, locale, say } from '../words'
import en from '../words/en.json'
import id from '../words/id.json'

afterEach(() => void (locale.value = 'en'))

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

describe('the words', () => {
  it('are the same in every language, in the same order', () => {
    expect(Object.keys(id)).toEqual(Object.keys(en))
  })

  it.each(Object.keys(en) as (keyof typeof en)[])('of “%s” are filled with the same values', word => {
    expect(slots(id[word])).toEqual(slots(en[word]))
  })

  it('are those that the contract names', () => {
    const named = ['field.email', 'field.password', 'login.submit', 'chats.list', 'chat.close', 'chat.write', 'chat.send', 'chat.log', 'setup.submit'] as const
    expect(named.map(word => en[word])).toEqual([
      'Email', 'Password', 'Sign in', 'Chat sessions', 'Close session', 'Write a message', 'Send', 'Conversation', 'Create admin',
    ])
    expect(named.map(word => id[word])).toEqual([
      'Email', 'Kata sandi', 'Masuk', 'Sesi chat', 'Tutup sesi', 'Tulis pesan', 'Kirim', 'Percakapan', 'Buat admin',
    ])
  })

  it('count as each language counts', () => {
    expect([1, 2].map(n => count('statistics.open.unread.one', 'statistics.open.unread.many', n))).toEqual(['1 message is unread', '2 messages are unread'])
    locale.value = 'id'
    expect(count('statistics.open.unread.one', 'statistics.open.unread.many', 1200)).toBe('1.200 pesan belum dibaca')
  })

  it('leave a guest’s own braces alone', () => {
    expect(say('chat.close.title', { name: '{name} $& <b>' })).toBe('Close the chat with {name} $& <b>?')
  })
})

describe('the language', () => {
  it.each([
    [['id-ID', 'en'], 'id'],
    [['in'], 'id'],
    [['de-DE', 'id'], 'id'],
    [['fr', 'en-GB'], 'en'],
    [[], 'en'],
  ] as const)('of %j is %s', (wanted, best) => {
    expect(bestLocale(wanted)).toBe(best)
  })
})
