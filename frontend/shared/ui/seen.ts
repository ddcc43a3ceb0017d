/** Reports which unread messages are on screen: a cursor only moves over what could be seen. */

export type Seen = ReturnType<typeof createSeen>

/** Elements with `data-seq` in the log are watched; `shown` hears the highest that is in sight. */
export function createSeen(log: HTMLElement, shown: (seq: number) => void) {
  const inSight = new Set<Element>()
  const report = () => {
    const seqs = [...inSight].map(element => (element.isConnected ? Number(element.getAttribute('data-seq')) : 0))
    if (seqs.length > 0) shown(Math.max(...seqs))
  }
  // Whoever comes back to the window sees what is there without scrolling; first they must be known to be back.
  const later = () => setTimeout(report)
  const watcher = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) inSight[isIntersecting ? 'add' : 'delete'](target)
      report()
    },
    { root: log },
  )
  addEventListener('focus', later)
  document.addEventListener('visibilitychange', later)

  return {
    /** After each drawing. */
    look() {
      for (const element of log.querySelectorAll('[data-seq]')) watcher.observe(element)
    },
    stop() {
      watcher.disconnect()
      removeEventListener('focus', later)
      document.removeEventListener('visibilitychange', later)
    },
  }
}
