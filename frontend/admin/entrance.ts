/** Who may be where: the signed-out at the door, the signed-in at the address that they asked for. */

import { effect, untracked } from '@preact/signals'
import type { Account } from './account'
import { go, place } from './navigation'
import { detour } from './routes'

export function keepToTheWay(account: Account): void {
  effect(() => {
    const next = detour(account.state.value, place.value)
    if (next !== null) untracked(() => go(next, { replace: true }))
  })
}
