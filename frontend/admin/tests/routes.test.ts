import { describe, expect, it } from 'vitest'
import { addressOf, placeOf, safeReturn, setupToken } from '../routes'

describe('an address of the console', () => {
  it.each([
    ['/admin/chat', { page: 'chats', session: null, status: 'active', q: '' }],
    ['/admin/chat?status=closed', { page: 'chats', session: null, status: 'closed', q: '' }],
    ['/admin/chat/sessions/7f3a', { page: 'chats', session: '7f3a', status: 'active', q: '' }],
    ['/admin/chat/sessions/7f3a?status=all&q=siti+a', { page: 'chats', session: '7f3a', status: 'all', q: 'siti a' }],
    ['/admin/chat/statistics', { page: 'statistics' }],
    ['/admin/login', { page: 'login', then: '/admin/chat' }],
    ['/admin/setup', { page: 'setup' }],
  ] as const)('%s is read and written back', (address, place) => {
    expect(placeOf(address)).toEqual(place)
    expect(addressOf(place)).toBe(address)
  })

  it('takes a slash at the end and an unknown status without complaint', () => {
    expect(placeOf('/admin/chat/')).toEqual(placeOf('/admin/chat'))
    expect(placeOf('/admin/chat?status=lost')).toEqual(placeOf('/admin/chat'))
  })

  it('keeps every letter of a search', () => {
    const place = { page: 'chats', session: 'a', status: 'active', q: 'a&b=c#d %é 🙂' } as const
    expect(placeOf(addressOf(place))).toEqual(place)
  })

  it('is unknown when it is not ours', () => {
    expect(placeOf('/admin/chat/else')).toEqual({ page: 'unknown' })
    expect(placeOf('/admin/chat/sessions/%E0%A4%A')).toMatchObject({ session: '%E0%A4%A' })
  })
})

describe('sign-in leads back', () => {
  it('to the address that was asked for', () => {
    const asked = '/admin/chat/sessions/7f3a?status=closed&q=siti'
    expect(placeOf(addressOf({ page: 'login', then: asked }))).toEqual({ page: 'login', then: asked })
  })

  it.each([
    'https://evil.test/admin/chat',
    '//evil.test/admin/chat',
    '/admin/chat/../../evil',
    '/admin/chat/../..//evil.test/admin/chat',
    '/admin/chat\\@evil.test',
    '/admin/chatter',
    'javascript:alert(1)',
    null,
  ])('but never elsewhere: %s', asked => {
    expect(safeReturn(asked)).toBe('/admin/chat')
  })
})

it('reads the one-time token from the fragment', () => {
  expect(setupToken('#s3cret-_')).toBe('s3cret-_')
  expect(setupToken('')).toBe('')
})
