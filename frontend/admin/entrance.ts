/** Who may be where: the signed-out at the door, the signed-in at the address that they asked for. */

import { effect, untracked } from '@preact/signals'
import type { Account, AccountState } from './account'
import { go, place } from './navigation'
import { addressOf, safeReturn, type Place } from './routes'

export function keepToTheWay(account: Account): void {
  effect(() => {
    const next = detour(account.state.value, place.value)
    if (next !== null) untracked(() => go(next, { replace: true }))
  })
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
