import { describe, expect, test } from 'vitest'
import { createStore } from '../../shared/store'
import { createCredential, KEY } from '../credential'

const SESSION = '0190b5f1-7c3e-7a5b-9d2c-1f0e8d6c4b2a'
const TOKEN = `${SESSION}.qk8ZJ0VnJm0d9YwXo3s-Cw3nqg1rUuTtS2bE5aK7h_LpM`

describe('on the server’s own pages', () => {
  test('the cookie is out of reach, and only the chat is remembered', () => {
    const store = createStore([])
    const credential = createCredential(true, store)

    credential.keep(SESSION, TOKEN)

    expect(credential.session()).toBe(SESSION)
    expect(credential.token()).toBeNull()
    expect(store.getItem(KEY)).toBe(SESSION)
  })

  test('a token of former times says which chat, and is not sent', () => {
    const store = createStore([])
    store.setItem(KEY, TOKEN)

    const credential = createCredential(true, store)

    expect([credential.session(), credential.token()]).toEqual([SESSION, null])
  })
})

describe('on other sites', () => {
  test('the token is remembered, and says which chat it opens', () => {
    const credential = createCredential(false, createStore([]))

    credential.keep(SESSION, TOKEN)

    expect([credential.session(), credential.token()]).toEqual([SESSION, TOKEN])
  })

  test('an answer without a token leaves the one that there is', () => {
    const credential = createCredential(false, createStore([]))
    credential.keep(SESSION, TOKEN)

    credential.keep(SESSION, undefined)

    expect(credential.token()).toBe(TOKEN)
  })

  test.each([SESSION, `${SESSION}.`, `${SESSION}.a b`, 'dark', '{"theme":"dark"}', `${TOKEN}\n`])('%j is no token', kept => {
    const store = createStore([])
    store.setItem(KEY, kept)

    const credential = createCredential(false, store)

    expect([credential.session(), credential.token()]).toEqual([null, null])
  })
})

test.each([true, false])('what is forgotten is nowhere any more (own pages: %s)', own => {
  const store = createStore([])
  const credential = createCredential(own, store)
  credential.keep(SESSION, TOKEN)

  credential.forget()

  expect([credential.session(), credential.token(), store.getItem(KEY)]).toEqual([null, null, null])
})
