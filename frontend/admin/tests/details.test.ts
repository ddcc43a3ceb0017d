import { expect, it } from 'vitest'
import { details, linkOf, mailTo } from '../visitor/details'

it('what a site tells about a visitor is named where it is usual, and shown whatever it is', () => {
  expect(details({ page: 'https://shop.example/a', cart: { items: 2 }, vip: true, empty: '', none: null })).toEqual([
    { key: 'page', word: 'visitor.page', value: 'https://shop.example/a' },
    { key: 'cart', word: null, value: '{"items":2}' },
    { key: 'vip', word: null, value: 'true' },
  ])
})

it.each([
  ['https://shop.example/a?b=c', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['shop.example', false],
  ['https://a b', false],
])('%s becomes a link: %s', (value, link) => {
  expect(linkOf(value) !== null).toBe(link)
})

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a detail may be called %s, like what every object has', key => {
  expect(details(JSON.parse(`{"${key}": "x"}`))).toEqual([{ key, word: null, value: 'x' }])
})

it.each([
  ['sari@example.com', 'mailto:sari@example.com'],
  ['sari+shop@example.com', 'mailto:sari%2Bshop@example.com'],
  ['a?bcc=b&body=c@example.com', 'mailto:a%3Fbcc%3Db%26body%3Dc@example.com'],
])('a letter to %s goes to nobody else and has no text yet', (email, href) => {
  expect(mailTo(email)).toBe(href)
})
