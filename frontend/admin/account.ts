/** Who is signed in, and what becomes of a request when nobody is; it never touches the page. */

import { batch, signal } from '@preact/signals'
import { Refusal, type Ask, type Method } from '../shared/api'
import type { SignedIn } from '../shared/views'

export type Admin = SignedIn['admin']

/** `lapsed` is a 401 in the middle: the page stays, its requests wait for a sign-in. */
export type AccountState = 'asking' | 'in' | 'lapsed' | 'out' | 'unreachable'

/** The admin who made this request is gone and another one has signed in. */
export class AbandonedError extends Error {}

interface Waiting {
  go: () => void
  drop: (reason: AbandonedError) => void
}

export type Account = ReturnType<typeof createAccount>

const ME = '/admin/chat/api/me'

export function createAccount(ask: Ask) {
  const state = signal<AccountState>('asking')
  const admin = signal<Admin | null>(null)
  let csrf = ''
  let entries = 0
  let waiting: Waiting[] = []

  function enter(signedIn: SignedIn): void {
    const same = admin.value === null || admin.value.email === signedIn.admin.email
    const held = waiting
    waiting = []
    entries += 1
    csrf = signedIn.csrf_token
    batch(() => {
      // The same admin keeps the same object: nothing that hangs on it is built anew.
      if (admin.value === null || !same) admin.value = signedIn.admin
      state.value = 'in'
    })
    for (const request of held) {
      if (same) request.go()
      else request.drop(new AbandonedError())
    }
  }

  function leave(): void {
    const held = waiting
    waiting = []
    csrf = ''
    batch(() => {
      admin.value = null
      state.value = 'out'
    })
    for (const request of held) request.drop(new AbandonedError())
  }

  /** Asks who is signed in; a page in use is left standing whatever the answer. */
  async function look(): Promise<void> {
    const inUse = state.value === 'in' || state.value === 'lapsed'
    if (!inUse) state.value = 'asking'
    try {
      enter(await ask<SignedIn>('GET', ME))
    } catch (error) {
      if (statusOf(error) === 401) state.value = inUse ? 'lapsed' : 'out'
      else if (!inUse) state.value = 'unreachable'
    }
  }

  async function signIn(email: string, password: string, code?: string): Promise<void> {
    const said = { email: email.trim(), password }
    enter(await ask<SignedIn>('POST', '/admin/login', code === undefined ? said : { ...said, code }))
  }

  async function createFirst(first: { token: string; name: string; email: string; password: string }): Promise<void> {
    enter(await ask<SignedIn>('POST', '/admin/setup', first))
  }

  async function signOut(where: 'here' | 'everywhere' = 'here'): Promise<void> {
    const out = () => ask('POST', where === 'here' ? '/admin/logout' : '/admin/logout-everywhere', {}, csrf)
    try {
      await out().catch(async error => {
        if (!isCsrf(error)) throw error
        await look()
        await out()
      })
    } catch (error) {
      if (statusOf(error) !== 401) throw error
    }
    leave()
  }

  /** A request in the admin's name: it waits while signed out, and is never repeated in another name. */
  async function send<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const mine = admin.value?.email
    let renewed = false
    for (;;) {
      if (state.value === 'lapsed') await signedInAgain()
      if (admin.value === null || admin.value.email !== mine) throw new AbandonedError()
      const entry = entries
      try {
        return await ask<T>(method, path, body, method === 'GET' ? undefined : csrf)
      } catch (error) {
        // A 401 of before the last sign-in says nothing about the present one, and whoever signed out knows.
        if (statusOf(error) === 401) state.value = entries === entry && state.value === 'in' ? 'lapsed' : state.value
        else if (isCsrf(error) && !renewed) {
          renewed = true
          await look()
        } else throw error
      }
    }
  }

  const signedInAgain = () => new Promise<void>((go, drop) => waiting.push({ go, drop }))

  return { state, admin, look, signIn, createFirst, signOut, send }
}

function statusOf(error: unknown): number {
  return error instanceof Refusal ? error.status : 0
}

function isCsrf(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'csrf'
}
