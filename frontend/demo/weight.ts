/** What livechat has cost this page: counted by the browser, as it came over the wire. */

import { signal } from '@preact/signals'

export const weight = signal(0)

const counted = new Map<string, number>()

export function weigh(): void {
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      // From the cache, too, it is what a first visit costs.
      if (isOurs(entry.name)) counted.set(entry.name, entry.encodedBodySize)
    }
    weight.value = [...counted.values()].reduce((sum, bytes) => sum + bytes, 0)
  }).observe({ type: 'resource', buffered: true })
}

const isOurs = (address: string) => /^\/widget(\.js|\/)/.test(new URL(address).pathname)
