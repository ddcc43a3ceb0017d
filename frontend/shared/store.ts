/** What a page remembers for us: in the first of its places that takes it, else only as long as it is open. */

/** Storage as browsers have it, which may throw; what `createStore` gives never does. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface PageStore extends Store {
  /** True once something could be kept nowhere but in memory. */
  readonly fleeting: boolean
}

/** Each of `places` may refuse to be reached, to be read, or to be written. Nothing is written to find that out. */
export function createStore(places: readonly (() => Store)[]): PageStore {
  const memory = new Map<string, string>()
  let fleeting = false

  function first<T>(use: (place: Store) => T): T | undefined {
    for (const place of places) {
      try {
        const result = use(place())
        if (result) return result
      } catch {
        // The next one may be open.
      }
    }
    return undefined
  }

  return {
    get fleeting() {
      return fleeting
    },
    getItem: key => memory.get(key) ?? first(place => place.getItem(key)) ?? null,
    setItem(key, value) {
      memory.delete(key)
      if (first(place => put(place, key, value))) return
      memory.set(key, value)
      fleeting = true
    },
    removeItem(key) {
      memory.delete(key)
      first(place => place.removeItem(key))
    },
  }
}

/** A place that is full still has what it had; that must not be read any more. */
function put(place: Store, key: string, value: string): true {
  try {
    place.setItem(key, value)
    return true
  } catch (error) {
    place.removeItem(key)
    throw error
  }
}
