import { describe, expect, it } from 'vitest'
import { AbandonedError, createAccount } from '../account'
import { Refusal, type Ask, type Method } from '../../shared/api'

const rina = { admin: { email: 'rina@shop.example', name: 'Rina' }, csrf_token: 'rinas' }
const adi = { admin: { email: 'adi@shop.example', name: 'Adi' }, csrf_token: 'adis' }

/** A server in memory: who is signed in, and what it was asked. */
function aServer(signedIn: typeof rina | null = rina) {
  const asked: Array<[Method, string, unknown]> = []
  const server = { signedIn, asked, csrf: signedIn?.csrf_token }
  const ask = async (method: Method, path: string, body?: unknown, csrf?: string) => {
    await Promise.resolve()
    if (path === '/admin/login') {
      const { email, password } = body as { email: string; password: string }
      if (password !== 'right') throw new Refusal(401, 'bad_credentials')
      server.signedIn = email === rina.admin.email ? rina : adi
      server.csrf = server.signedIn.csrf_token
      return server.signedIn
    }
    if (server.signedIn === null) throw new Refusal(401, 'not_signed_in')
    if (path.endsWith('/me')) return { ...server.signedIn, csrf_token: server.csrf }
    if (method === 'POST' && csrf !== server.csrf) throw new Refusal(403, 'csrf')
    if (path.startsWith('/admin/logout')) server.signedIn = null
    asked.push([method, path, body])
    return 'done'
  }
  return Object.assign(server, { account: createAccount(ask as Ask) })
}

const settle = () => new Promise(resolve => setTimeout(resolve))

describe('someone who opens the console', () => {
  it('is in when the server knows them', async () => {
    const { account } = aServer()
    await account.look()
    expect([account.state.value, account.admin.value?.name]).toEqual(['in', 'Rina'])
  })

  it('is out when it does not, and told when it is silent', async () => {
    const { account } = aServer(null)
    await account.look()
    expect(account.state.value).toBe('out')

    const silent = createAccount(() => Promise.reject(new TypeError('Failed to fetch')))
    await silent.look()
    expect(silent.state.value).toBe('unreachable')
  })

  it('stays out with a wrong password', async () => {
    const { account } = aServer(null)
    await account.look()
    await expect(account.signIn('rina@shop.example', 'wrong')).rejects.toMatchObject({ code: 'bad_credentials' })
    expect(account.state.value).toBe('out')
  })
})

describe('signed out in the middle', () => {
  it('a request waits and goes out with the same body after the sign-in', async () => {
    const server = aServer()
    await server.account.look()
    server.signedIn = null
    const sent = server.account.send('POST', '/send', { id: 'one' })
    await settle()
    expect(server.account.state.value).toBe('lapsed')
    expect(server.account.admin.value?.name).toBe('Rina')

    await server.account.signIn('rina@shop.example', 'right')

    expect(await sent).toBe('done')
    expect(server.asked).toEqual([['POST', '/send', { id: 'one' }]])
  })

  it('nothing goes out in the name of another admin', async () => {
    const server = aServer()
    await server.account.look()
    server.signedIn = null
    const sent = server.account.send('POST', '/send', { id: 'one' })
    const refused = expect(sent).rejects.toBeInstanceOf(AbandonedError)
    await settle()

    await server.account.signIn('adi@shop.example', 'right')

    await refused
    expect(server.asked).toEqual([])
    expect(server.account.admin.value?.name).toBe('Adi')
  })

  it('a sign-in in another window is noticed', async () => {
    const server = aServer()
    await server.account.look()
    server.signedIn = null
    const sent = server.account.send('GET', '/sessions')
    await settle()
    server.signedIn = rina

    await server.account.look()

    expect(await sent).toBe('done')
  })

  it('the page stays as it is when the server is silent while looking', async () => {
    const server = aServer()
    await server.account.look()
    server.signedIn = null
    void server.account.send('GET', '/sessions').catch(() => {})
    await settle()
    await server.account.look()
    expect(server.account.state.value).toBe('lapsed')
  })
})

describe('an old token', () => {
  it('is renewed once and the request repeated once', async () => {
    const server = aServer()
    await server.account.look()
    server.csrf = 'renewed'
    expect(await server.account.send('POST', '/close')).toBe('done')
    expect(server.asked).toHaveLength(1)
  })

  it('of an admin whose window was taken over sends nothing', async () => {
    const server = aServer()
    await server.account.look()
    server.signedIn = adi
    server.csrf = adi.csrf_token
    await expect(server.account.send('POST', '/close')).rejects.toBeInstanceOf(AbandonedError)
    expect(server.asked).toEqual([])
  })
})

it('signing out succeeds with an old token too', async () => {
  const server = aServer()
  await server.account.look()
  server.csrf = 'renewed'
  await server.account.signOut()
  expect([server.account.state.value, server.signedIn]).toEqual(['out', null])
})

it('a code goes along where one was asked for', async () => {
  const asked: unknown[] = []
  const account = createAccount((async (_: Method, __: string, body?: unknown) => {
    asked.push(body)
    return rina
  }) as Ask)
  await account.signIn(' rina@shop.example', 'right')
  await account.signIn('rina@shop.example', 'right', '123456')
  const said = { email: 'rina@shop.example', password: 'right' }
  expect(asked).toEqual([said, { ...said, code: '123456' }])
})

it('signing out everywhere asks for just that', async () => {
  const server = aServer()
  await server.account.look()
  await server.account.signOut('everywhere')
  expect([server.account.state.value, server.asked]).toEqual(['out', [['POST', '/admin/logout-everywhere', {}]]])
})

it('a request that was under way while signing out does not come back to the screen', async () => {
  const server = aServer()
  await server.account.look()
  const out = server.account.signOut()
  const late = expect(server.account.send('GET', '/sessions')).rejects.toBeInstanceOf(AbandonedError)
  server.signedIn = null
  await out
  await late
  expect(server.account.state.value).toBe('out')
})

it('signing out drops what waited', async () => {
  const server = aServer()
  await server.account.look()
  await server.account.signOut()
  expect([server.account.state.value, server.account.admin.value]).toEqual(['out', null])
  await expect(server.account.send('GET', '/sessions')).rejects.toBeInstanceOf(AbandonedError)
})
