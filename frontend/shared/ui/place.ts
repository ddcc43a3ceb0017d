/** Where the reader is in the log: at its end it follows, elsewhere nothing moves what is being read. */

import { signal } from '@preact/signals'

/** So near to the end is at the end, so near to the beginning asks for more. */
const END = 48
const BEGINNING = 240

export type Place = ReturnType<typeof createPlace>

export function createPlace(onTop: () => void) {
  const atEnd = signal(true)
  let log: HTMLElement
  let top = 0
  let first = Infinity
  let own = 0
  let held: Element | null = null
  let heldAt = 0

  const topOf = (row: Element) => row.getBoundingClientRect().top
  const toEnd = () => {
    atEnd.value = true
    log.scrollTop = log.scrollHeight
  }
  // Rows that come into sight get their real height only then; the keyboard takes some of the log's.
  const watcher = new ResizeObserver(() => atEnd.peek() && toEnd())

  return {
    atEnd,
    toEnd,
    begin(element: HTMLElement) {
      log = element
      watcher.observe(log)
      watcher.observe(log.firstElementChild!)
    },
    /** Before new rows are drawn; `next` is the `seq` of the first one then. */
    hold(next: number) {
      held = next < first ? log.querySelector('.lc-row') : null
      heldAt = held ? topOf(held) : 0
    },
    /** After that; `waiting` is the number of texts that wait below the last row. */
    drawn(next: number, waiting: number) {
      if (atEnd.peek() || waiting > own) toEnd()
      else if (held) log.scrollTop += topOf(held) - heldAt
      first = next
      own = waiting
    },
    onScroll() {
      const { scrollTop, scrollHeight, clientHeight } = log
      atEnd.value = scrollHeight - scrollTop - clientHeight < END
      if (scrollTop < top && scrollTop < BEGINNING) onTop()
      top = scrollTop
    },
    stop: () => watcher.disconnect(),
  }
}
