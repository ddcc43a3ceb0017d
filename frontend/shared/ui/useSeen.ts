/** Reports which unread messages are on screen: a cursor only moves over what could be seen. */

import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Elements with `data-seq` in the log are watched; `shown` hears the highest that is in sight. */
export function useSeen(log: RefObject<HTMLElement | null>, shown: (seq: number) => void): void {
  const watcher = useRef<IntersectionObserver>(null)

  useEffect(() => {
    const inSight = new Set<Element>()
    const report = () => {
      const seqs = [...inSight].map(element => (element.isConnected ? Number(element.getAttribute('data-seq')) : 0))
      if (seqs.length > 0) shown(Math.max(...seqs))
    }
    // Whoever comes back to the window sees what is there without scrolling; first they must be known to be back.
    const later = () => setTimeout(report)
    watcher.current = new IntersectionObserver(
      entries => {
        for (const { target, isIntersecting } of entries) inSight[isIntersecting ? 'add' : 'delete'](target)
        report()
      },
      { root: log.current },
    )
    addEventListener('focus', later)
    document.addEventListener('visibilitychange', later)
    return () => {
      watcher.current!.disconnect()
      removeEventListener('focus', later)
      document.removeEventListener('visibilitychange', later)
    }
  }, [])

  useEffect(() => {
    for (const element of log.current!.querySelectorAll('[data-seq]')) watcher.current!.observe(element)
  })
}
