/** Where the reader is in the log: at its end it follows, elsewhere nothing moves what is being read. */

import { useSignal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** So near to the end is at the end, so near to the beginning asks for more. */
const END = 48
const BEGINNING = 240

export interface Place {
  atEnd: Signal<boolean>
  toEnd(): void
  onScroll(): void
}

/** `first` is the `seq` of the first row, `own` the number of texts that wait below the last. */
export function usePlace(log: RefObject<HTMLElement | null>, first: number, own: number, onTop: () => void): Place {
  const atEnd = useSignal(true)
  const top = useRef(0)
  const known = useRef({ first, own })
  const rowOf = () => log.current?.querySelector('.lc-row')
  const held = first < known.current.first ? rowOf() : null
  const heldAt = held?.getBoundingClientRect().top ?? 0

  const toEnd = () => {
    const element = log.current!
    atEnd.value = true
    element.scrollTop = element.scrollHeight
  }

  useLayoutEffect(() => {
    const element = log.current!
    // Rows that come into sight get their real height only then; the keyboard takes some of the log's.
    const watcher = new ResizeObserver(() => atEnd.peek() && toEnd())
    watcher.observe(element)
    watcher.observe(element.firstElementChild!)
    return () => watcher.disconnect()
  }, [])

  useLayoutEffect(() => {
    if (atEnd.peek() || own > known.current.own) toEnd()
    else if (held) log.current!.scrollTop += held.getBoundingClientRect().top - heldAt
    known.current = { first, own }
  })

  return {
    atEnd,
    toEnd,
    onScroll() {
      const { scrollTop, scrollHeight, clientHeight } = log.current!
      atEnd.value = scrollHeight - scrollTop - clientHeight < END
      if (scrollTop < top.current && scrollTop < BEGINNING) onTop()
      top.current = scrollTop
    },
  }
}
