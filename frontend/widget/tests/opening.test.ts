import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../../shared/api'
import { NOBODY } from '../introduction'
import { createOpening, type Opened } from '../opening'

const SAID = { ...NOBODY, name: 'Sari', email: 'sari@example.com' }
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function opened(begin: () => Promise<void>, over: Partial<Opened> = {}) {
  const kept: Opened[] = []
  const refused = vi.fn()
  const ids: string[] = []
  const opening = createOpening({
    opened: { id: 'first', said: SAID, unsent: [], ...over },
    keep: record => void kept.push(record),
    begin: (_, id) => (ids.push(id), begin()),
    refused,
  })
  return { opening, kept, refused, ids }
}

const down = () => Promise.reject(new Refusal(0, 'network'))

test('it looks like a chat in which nobody has answered yet', () => {
  const { opening } = opened(() => new Promise(() => {}))

  expect(opening.session.value.guest_name).toBe('Sari')
  expect([opening.phase.value, opening.closed.value, opening.earlier.value]).toEqual(['ready', null, 'none'])
  expect(opening.messages.value).toEqual([])
})

describe('while the server does not answer', () => {
  test('it asks again, ever later, for the very same chat', async () => {
    const { opening, ids } = opened(down)

    await pass(0)
    expect(ids).toEqual(['first'])
    await pass(120)
    opening.stop()

    expect(ids.length).toBeGreaterThan(5)
    expect(ids.length).toBeLessThan(15)
    expect(new Set(ids)).toEqual(new Set(['first']))
  })

  test('it waits at least as long as the server asks for', async () => {
    const { opening, ids } = opened(() => Promise.reject(new Refusal(429, 'too_many_requests', [], 40)))

    await pass(39)
    expect(ids).toHaveLength(1)
    await pass(2)
    opening.stop()

    expect(ids).toHaveLength(2)
  })

  test('it says so after 10 s, and no longer once it is told to try now', async () => {
    const { opening, ids } = opened(down)
    await pass(9.9)
    expect(opening.overdue.value).toBe(false)
    await pass(0.2)
    expect(opening.overdue.value).toBe(true)

    const before = ids.length
    opening.retry()
    await pass(0)

    expect(opening.overdue.value).toBe(false)
    expect(ids.length).toBe(before + 1)
    opening.stop()
  })

  test('it ends where it is stopped', async () => {
    const { opening, ids } = opened(down)
    await pass(1)
    const before = ids.length

    opening.stop()
    await pass(300)

    expect(ids.length).toBe(before)
    expect(opening.overdue.value).toBe(false)
  })
})

test('what is written meanwhile waits, and outlives a reload', async () => {
  const { opening, kept } = opened(down, { unsent: [{ id: 'm1', text: 'Halo', at: 1 }] })

  expect(opening.send(' Is it there?\r\n')).toBe(true)
  expect(opening.send(' \n')).toBe(false)
  opening.stop()

  expect(opening.unsent.value.map(({ text }) => text)).toEqual(['Halo', 'Is it there?'])
  expect(kept.at(-1)).toEqual({ id: 'first', said: SAID, unsent: opening.unsent.value })
  expect(new Set(opening.unsent.value.map(({ id }) => id)).size).toBe(2)
})

test('a no of the server’s is the end of it', async () => {
  const no = new Refusal(422, 'invalid', [{ field: 'guest_email', code: 'format', message: '' }])
  const { refused, ids } = opened(() => Promise.reject(no))

  await pass(60)

  expect(refused).toHaveBeenCalledExactlyOnceWith(no)
  expect(ids).toEqual(['first'])
})
