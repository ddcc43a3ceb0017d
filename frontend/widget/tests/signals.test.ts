/** The stand-in does what the package does, as far as the widget asks for it. */

import * as original from '@preact/signals'
import { describe, expect, test, vi } from 'vitest'
import * as ours from '../signals'

describe.each([
  ['@preact/signals', original],
  ['what stands for it', ours],
])('%s', (_, { batch, computed, effect, signal, untracked }) => {
  test('an effect runs at once, and whenever what it has read is another', () => {
    const name = signal('Sari')
    const seen: string[] = []
    effect(() => void seen.push(name.value))

    name.value = 'Ana'
    name.value = 'Ana'

    expect(seen).toEqual(['Sari', 'Ana'])
  })

  test('an effect follows what it read the last time, and nothing else', () => {
    const [which, one, other] = [signal(true), signal(1), signal(10)]
    const seen: number[] = []
    effect(() => void seen.push(which.value ? one.value : other.value))

    other.value = 11
    which.value = false
    one.value = 2

    expect(seen).toEqual([1, 11])
  })

  test('an effect undoes what it did, before it runs again and when it is stopped', () => {
    const count = signal(1)
    const log: string[] = []
    const stop = effect(() => {
      const { value } = count
      log.push(`on ${value}`)
      return () => void log.push(`off ${value}`)
    })

    count.value = 2
    stop()
    count.value = 3

    expect(log).toEqual(['on 1', 'off 1', 'on 2', 'off 2'])
  })

  test('to peek is not to read', () => {
    const count = signal(1)
    const look = vi.fn(() => void (count.peek(), untracked(() => count.value)))
    effect(look)

    count.value = 2

    expect(look).toHaveBeenCalledOnce()
  })

  test('a batch tells once, with all that has changed', () => {
    const [name, count] = [signal('Sari'), signal(1)]
    const seen: string[] = []
    effect(() => void seen.push(`${name.value} ${count.value}`))

    const result = batch(() => {
      name.value = 'Ana'
      batch(() => (count.value = 2))
      return seen.length
    })

    expect(result).toBe(1)
    expect(seen).toEqual(['Sari 1', 'Ana 2'])
  })

  test('a batch in which something fails has told the rest all the same', () => {
    const count = signal(1)
    const seen: number[] = []
    effect(() => void seen.push(count.value))

    expect(() =>
      batch(() => {
        count.value = 2
        throw new Error('afterwards')
      }),
    ).toThrow('afterwards')
    expect(seen).toEqual([1, 2])
  })

  test('an effect that fails stops neither the others nor what comes later', () => {
    const count = signal(1)
    const seen: number[] = []
    effect(() => {
      if (count.value === 2) throw new Error('two')
    })
    effect(() => void seen.push(count.value))

    expect(() => (count.value = 2)).toThrow('two')
    count.value = 3

    expect(seen).toEqual([1, 2, 3])
  })

  test('an effect may set off another one, and itself', () => {
    const [count, double] = [signal(1), signal(0)]
    const seen: number[] = []
    effect(() => void seen.push(double.value))
    effect(() => {
      double.value = count.value * 2
      if (count.value < 3) count.value++
    })

    expect(count.peek()).toBe(3)
    expect(seen.at(-1)).toBe(6)
  })

  test('a computed value is made when it is asked for, and only where it must be', () => {
    const [name, other] = [signal('Sari'), signal(1)]
    const make = vi.fn(() => name.value.toUpperCase())
    const loud = computed(make)
    expect(make).not.toHaveBeenCalled()

    expect([loud.value, loud.value]).toEqual(['SARI', 'SARI'])
    other.value = 2
    expect(loud.peek()).toBe('SARI')
    expect(make).toHaveBeenCalledOnce()

    name.value = 'Ana'
    expect(loud.value).toBe('ANA')
    expect(make).toHaveBeenCalledTimes(2)
  })

  test('who reads a computed value is told only where it is another', () => {
    const count = signal(1)
    const odd = computed(() => count.value % 2 === 1)
    const seen: boolean[] = []
    effect(() => void seen.push(odd.value))

    count.value = 3
    count.value = 4

    expect(seen).toEqual([true, false])
  })

  test('computed values stand on each other, and agree', () => {
    const count = signal(1)
    const double = computed(() => count.value * 2)
    const sum = computed(() => count.value + double.value)
    const seen: number[] = []
    effect(() => void seen.push(sum.value))

    count.value = 2

    expect(seen).toEqual([3, 6])
  })

  test('a computed value that fails fails for whoever asks, and is made again', () => {
    const name = signal<string | null>(null)
    const long = computed(() => name.value!.length)

    expect(() => long.value).toThrow(TypeError)
    name.value = 'Sari'

    expect(long.value).toBe(4)
  })
})
