/** Rows move up when something is said; what is being read or clicked stays where it is. */

import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'

/** So long after a movement somebody is still about to click. */
const HAND = 800

interface Places {
  tops: Map<string, number>
  focused: string | null
}

export function useSteadyRows(scroller: RefObject<HTMLElement | null>, rows: readonly unknown[]): void {
  const moved = useRef(-HAND)

  useEffect(() => {
    const box = scroller.current
    const note = () => (moved.current = performance.now())
    box?.addEventListener('pointermove', note)
    box?.addEventListener('pointerdown', note)
    return () => {
      box?.removeEventListener('pointermove', note)
      box?.removeEventListener('pointerdown', note)
    }
  }, [])

  // Measured while the old rows still stand.
  const before = useMemo(() => placesIn(scroller.current), [rows])

  useLayoutEffect(() => {
    const box = scroller.current
    if (box === null || before === null) return
    const busy = box.scrollTop > 0 || performance.now() - moved.current < HAND
    if (busy) box.scrollTop += shift(before.tops, placesIn(box)?.tops)
    if (before.focused !== null) refocus(box, before.focused)
  }, [rows])
}

function placesIn(box: HTMLElement | null): Places | null {
  if (box === null) return null
  const edge = box.getBoundingClientRect()
  const tops = new Map<string, number>()
  let focused: string | null = null
  for (const item of box.querySelectorAll<HTMLElement>('li[data-id]')) {
    const id = item.dataset.id ?? ''
    const { top, bottom } = item.getBoundingClientRect()
    if (bottom > edge.top && top < edge.bottom) tops.set(id, top)
    if (item.contains(document.activeElement)) focused = id
  }
  return { tops, focused }
}

/** The least that any row in sight has moved: rows that went elsewhere do not count. */
function shift(before: Map<string, number>, after: Map<string, number> | undefined): number {
  let least: number | null = null
  for (const [id, top] of after ?? []) {
    const old = before.get(id)
    if (old === undefined) continue
    if (least === null || Math.abs(top - old) < Math.abs(least)) least = top - old
  }
  return least ?? 0
}

/** A row that is moved in the document loses the focus. */
function refocus(box: HTMLElement, id: string): void {
  if (document.activeElement !== document.body) return
  box.querySelector<HTMLElement>(`li[data-id="${CSS.escape(id)}"] button`)?.focus({ preventScroll: true })
}
