/** Whether the server can tell everybody who listens. Where it cannot, nothing is lost, but others hear late. */

import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals'
import type { Ask } from '../shared/api'
import type { components } from '../shared/wire'

const EVERY = 30_000
/** While others hear late. */
const OFTEN = 5_000

interface Tools {
  ask: Ask
  visible: ReadonlySignal<boolean>
}

export function createHealth({ ask, visible }: Tools) {
  const late = signal(false)
  let timer: ReturnType<typeof setTimeout>
  let watching = false

  async function look(): Promise<void> {
    clearTimeout(timer)
    // One that does not answer at all is seen by its connection.
    const found = await ask<components['schemas']['Readiness']>('GET', '/readyz').catch(() => null)
    late.value = typeof found?.warning === 'string'
    if (watching) timer = setTimeout(() => void look(), late.value ? OFTEN : EVERY)
  }

  const stop = effect(() => {
    if (!visible.value) return
    watching = true
    untracked(() => void look())
    return () => {
      watching = false
      clearTimeout(timer)
    }
  })

  return { late, stop }
}
