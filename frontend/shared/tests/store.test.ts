import { expect, test } from 'vitest'
import { createStore } from '../store'

/** Storage that takes only so many characters in all. */
function aPlace(room = Infinity) {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, value: string) {
      const others = [...kept].filter(([name]) => name !== key)
      if (others.reduce((sum, [, text]) => sum + text.length, value.length) > room) throw new DOMException('full', 'QuotaExceededError')
      kept.set(key, value)
    },
    removeItem: (key: string) => void kept.delete(key),
  }
}

test('the first place that takes it keeps it', () => {
  const [first, second] = [aPlace(), aPlace()]
  createStore([() => first, () => second]).setItem('draft', 'Halo')

  expect([first.getItem('draft'), second.getItem('draft')]).toEqual(['Halo', null])
})

test.each([
  ['in the next place', [aPlace(5), aPlace()]],
  ['in memory', [aPlace(5)]],
])('where a place has become full the newest is found %s', (_, places) => {
  const store = createStore(places.map(place => () => place))
  store.setItem('draft', 'Halo')

  store.setItem('draft', 'Halo, is anybody there?')

  expect(store.getItem('draft')).toBe('Halo, is anybody there?')
  expect(store.fleeting).toBe(places.length === 1)
})

test('other tabs never hear that something is gone when it is only replaced', () => {
  const place = aPlace()
  const store = createStore([() => place])
  store.setItem('draft', 'Halo')
  const heard: (string | null)[] = []
  const { setItem, removeItem } = place
  place.setItem = (key, text) => (setItem(key, text), void heard.push(text))
  place.removeItem = key => (removeItem(key), void heard.push(null))

  store.setItem('draft', 'Halo, is anybody there?')

  expect(heard).toEqual(['Halo, is anybody there?'])
})
