/** The console's addresses: read from a URL, written as one; nothing here touches the page. */

import type { AccountState } from './account'

export type Filter = 'active' | 'closed' | 'all'

export const FILTERS: readonly Filter[] = ['active', 'closed', 'all']

export type Place =
  | { page: 'login'; then: string }
  | { page: 'setup' }
  | { page: 'chats'; session: string | null; status: Filter; q: string }
  | { page: 'statistics' }
  | { page: 'unknown' }

export type Chats = Extract<Place, { page: 'chats' }>

const HOME = '/admin/chat'
const SESSION = /^\/admin\/chat\/sessions\/([^/]+)$/

export function placeOf(address: string): Place {
  const url = new URL(address, 'http://console.invalid')
  const path = url.pathname.replace(/\/+$/, '')
  if (path === '/admin/login') return { page: 'login', then: safeReturn(url.searchParams.get('then')) }
  if (path === '/admin/setup') return { page: 'setup' }
  if (path === '/admin/chat/statistics') return { page: 'statistics' }
  if (path === HOME || path === `${HOME}/sessions`) return chatsOf(url, null)
  const session = SESSION.exec(path)?.[1]
  return session === undefined ? { page: 'unknown' } : chatsOf(url, readable(session))
}

export function addressOf(place: Place): string {
  switch (place.page) {
    case 'login':
      return place.then === HOME ? '/admin/login' : `/admin/login?then=${encodeURIComponent(place.then)}`
    case 'setup':
      return '/admin/setup'
    case 'statistics':
      return '/admin/chat/statistics'
    case 'unknown':
      return HOME
    case 'chats':
      return chatsAddress(place)
  }
}

/** Sign-in leads back only to the console itself, never to another site. */
export function safeReturn(asked: string | null): string {
  if (asked === null || !asked.startsWith(HOME) || /[\\\s]/.test(asked)) return HOME
  const url = new URL(asked, 'http://console.invalid')
  const inside = url.host === 'console.invalid' && url.pathname.startsWith(HOME) && placeOf(url.pathname).page !== 'unknown'
  return inside ? url.pathname + url.search : HOME
}

/** Where somebody is sent who may not be at this place, or null where they may stay. */
export function detour(state: AccountState, at: Place): string | null {
  if (state === 'out') {
    if (at.page === 'login' || at.page === 'setup') return null
    return addressOf({ page: 'login', then: safeReturn(addressOf(at)) })
  }
  if (state !== 'in') return null
  if (at.page === 'login') return at.then
  return at.page === 'setup' || at.page === 'unknown' ? addressOf({ page: 'unknown' }) : null
}

/** The one-time token of the first admin's link; a fragment never reaches a server or its log. */
export function setupToken(hash: string): string {
  return readable(hash.replace(/^#/, ''))
}

function chatsOf(url: URL, session: string | null): Chats {
  const asked = url.searchParams.get('status')
  const status = FILTERS.find(filter => filter === asked) ?? 'active'
  return { page: 'chats', session, status, q: url.searchParams.get('q') ?? '' }
}

function chatsAddress({ session, status, q }: Chats): string {
  const query = new URLSearchParams()
  if (status !== 'active') query.set('status', status)
  if (q !== '') query.set('q', q)
  const path = session === null ? HOME : `${HOME}/sessions/${encodeURIComponent(session)}`
  const asked = query.toString()
  return asked === '' ? path : `${path}?${asked}`
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
