import { afterEach, expect, test, vi } from 'vitest'
import { createAsk, type Refusal } from '../api'

afterEach(() => void vi.unstubAllGlobals())

/** Whoever answers says this, whatever is asked. */
function answering(status: number, type: string, body: string): Promise<Refusal> {
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers: { 'Content-Type': type, 'Retry-After': '7' } }))
  return createAsk()('GET', '/api/chat/config').then(
    () => expect.unreachable(),
    refusal => refusal,
  )
}

const PROBLEM = 'application/problem+json'

test('a refusal of ours has its status, its code and its fields', async () => {
  const errors = [{ field: 'message', code: 'too_long', message: 'Too long.' }]
  const refusal = await answering(422, PROBLEM, JSON.stringify({ status: 422, code: 'invalid', errors }))

  expect(refusal).toMatchObject({ status: 422, code: 'invalid', errors, retryable: false, retryAfter: 7 })
})

test.each([
  [404, 'text/html', '<h1>Not Found</h1>'],
  [401, 'text/html', 'Who are you?'],
  [404, 'application/json', '{"detail":"Not Found"}'],
  [502, 'text/html', 'Bad Gateway'],
  [200, 'text/html', 'Please sign in to this network'],
])('a %i of whoever stands before the server says nothing about a chat', async (status, type, body) => {
  expect(await answering(status, type, body)).toMatchObject({ status: 0, retryable: true })
})
