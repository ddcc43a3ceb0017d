/** Reports which unread messages are on screen: a cursor only moves over what could be seen. */

export type Seen = ReturnType<typeof createSeen>

/** Elements with `data-seq` in the log are watched; `shown` hears the highest that is in sight, 0 where none is. */
export function createSeen(log: HTMLElement, shown: (seq: number) => void) {
  const inSight = new Set<Element>()
  const watcher = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) inSight[isIntersecting ? 'add' : 'delete'](target)
      shown(Math.max(0, ...[...inSight].map(element => (element.isConnected ? Number(element.getAttribute('data-seq')) : 0))))
    },
    { root: log },
  )

  return {
    /** After each drawing. */
    look() {
      for (const element of log.querySelectorAll('[data-seq]')) watcher.observe(element)
    },
    stop: () => watcher.disconnect(),
  }
}
