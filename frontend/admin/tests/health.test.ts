import { signal } from '@preact/signals'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Ask } from '../../shared/api'
import { createHealth } from '../health'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

function aServer(answer: () => unknown) {
  const visible = signal(true)
  const ask = vi.fn(async () => answer())
  return { ask, visible, health: createHealth({ ask: ask as Ask, visible }) }
}

it('says that others hear late while the server says so', async () => {
  let warning: string | null = 'Not all can be told.'
  const { health } = aServer(() => ({ status: 'ready', warning }))
  await settle()
  expect(health.late.value).toBe(true)

  warning = null
  await vi.advanceTimersByTimeAsync(5_000)
  expect(health.late.value).toBe(false)
  health.stop()
})

it('says nothing of a server that is silent, which the connection shows', async () => {
  const { health } = aServer(() => Promise.reject(new TypeError('Failed to fetch')))
  await settle()
  expect(health.late.value).toBe(false)
  health.stop()
})

it('asks while somebody looks, and at once when he is back', async () => {
  const { ask, visible, health } = aServer(() => ({ status: 'ready' }))
  visible.value = false
  await vi.advanceTimersByTimeAsync(300_000)
  expect(ask).toHaveBeenCalledTimes(1)

  visible.value = true
  await settle()
  expect(ask).toHaveBeenCalledTimes(2)
  health.stop()
})
