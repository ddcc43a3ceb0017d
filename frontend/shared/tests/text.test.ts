import { describe, expect, test } from 'vitest'
import { cleaned, initials, lengthOf, linkify, problemOf, withoutControls } from '../text'

const SPACES = '\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'

describe('text as it will be stored', () => {
  test('loses all blanks that Python strips, and no others', () => {
    for (const space of SPACES) expect(cleaned(`${space}a${space}`), `U+${space.charCodeAt(0).toString(16)}`).toBe('a')
    for (const kept of '\ufeff\u200b\u180e\u2060') expect(cleaned(`${kept}a${kept}`)).toBe(`${kept}a${kept}`)
  })

  test('has one kind of line end, and keeps what is inside', () => {
    expect(cleaned('a\r\nb\rc\n\n d ')).toBe('a\nb\nc\n\n d')
  })

  test('is stripped in linear time', () => {
    const begun = performance.now()
    cleaned('a' + ' '.repeat(64_000) + 'b')

    expect(performance.now() - begun).toBeLessThan(50)
  })
})

describe('a text that the server would refuse', () => {
  test.each(['', ' ', '\n\t', '\u200b', '\ufeff', '\u3164', '\u2800', '\u0301', '\u2029', '\u00ad\u2060', '\u202e'])('%j shows nothing', text => {
    expect(problemOf(text)).toBe('required')
  })

  test.each(['a\0', '\x07', 'a\x1b[0m', 'a\x7f', 'a\x85b', '\va', 'a\ud800', '\udc00b'])('%j holds a control character', text => {
    expect(problemOf(text)).toBe('control_characters')
  })

  test('is counted in code points, after stripping', () => {
    expect(problemOf('😀'.repeat(4000))).toBeNull()
    expect(problemOf('😀'.repeat(4001))).toBe('too_long')
    expect(problemOf(` ${'a'.repeat(4000)}\r\n`)).toBeNull()
    expect(lengthOf('👩‍👧')).toBe(3)
  })

  test.each(['a', '\u0301a', 'a\tb\nc', 'مرحبا', '👍', '\ue000', '\u0378', '\u093e', '<script>', '\ufeffa'])('is not %j', text => {
    expect(problemOf(text)).toBeNull()
  })

  test('can be freed from what nobody sees', () => {
    expect(withoutControls('a\0b\x1b\r\nc\td\ud800😀')).toBe('ab\nc\td😀')
  })
})

describe('links', () => {
  const links = (text: string) => linkify(text).flatMap(piece => piece.href ?? [])

  test.each([
    ['see https://a.example/b?c=d#e.', 'https://a.example/b?c=d#e'],
    ['(http://a.example/b)', 'http://a.example/b'],
    ['https://a.example/b_(c)', 'https://a.example/b_(c)'],
    ['(https://a.example/b_(c)), and', 'https://a.example/b_(c)'],
    ['https://a.example/"onmouseover="x', 'https://a.example/'],
    ['<https://a.example/>', 'https://a.example/'],
    ['HTTPS://A.example', 'HTTPS://A.example'],
    ['mailto:a@b.example?subject=x!', 'mailto:a@b.example?subject=x'],
    ['请看https://a.example/路径。然后', 'https://a.example/路径'],
    ['"https://a.example/…"', 'https://a.example/'],
    ['https://a.example/\u202etxt', 'https://a.example/'],
  ])('%s', (text, link) => {
    expect(links(text)).toEqual([link])
  })

  test.each(['javascript:alert(1)', 'data:text/html,x', 'http://', 'https://.', 'mailto:', 'mailto:x', 'xhttp://a', 'ftp://a.example', 'http://:80', 'vbscript:x', 'http:/a'])(
    '%s is none',
    text => {
      expect(links(text).filter(link => !/^https?:\/\/[^/]/i.test(link))).toEqual([])
    },
  )

  test('leave the text as it is', () => {
    const bits = ['http://', 'https://a.example', 'mailto:a@b', '(', ')', ' ', '\n', '"', '<', '.', '😀', '\ud800', 'x', 'javascript:', '&', '\u202e']
    let state = 7
    const next = () => (state = (state * 48271) % 2147483647)

    for (let round = 0; round < 500; round++) {
      const text = Array.from({ length: next() % 20 }, () => bits[next() % bits.length]).join('')
      const pieces = linkify(text)
      expect(pieces.map(piece => piece.text).join('')).toBe(text)
      for (const { href } of pieces) expect(href ?? 'http://').toMatch(/^(https?:\/\/|mailto:)/i)
    }
  })

  test.each(['http://', 'http://a)', 'http://a' + '('.repeat(5), 'mailto:', 'https://a/' + '.'.repeat(9), ')'])('are found in linear time in many %j', bit => {
    const begun = performance.now()
    linkify(bit.repeat(64_000 / bit.length))
    linkify('http://a' + bit.repeat(64_000 / bit.length))

    expect(performance.now() - begun).toBeLessThan(200)
  })
})

test.each([
  ['Rina', 'R'],
  ['siti nur haliza', 'SH'],
  ['  (Toko)  "Buku" ', 'TB'],
  ['😀', '?'],
  ['مرحبا بك', 'مب'],
  ['𐐨b', '𐐀'],
])('the face of %s is %s', (name, face) => {
  expect(initials(name)).toBe(face)
})
