/** What the tabs of one browser know of each other. */

export interface Tabs {
  /** Runs when no other tab runs something of this name. */
  alone<T>(name: string, run: () => Promise<T>): Promise<T>
  /** Tells which key another tab has changed in the storage. */
  onChange(heard: (key: string) => void): () => void
}

/** A tab that hangs or was put to sleep does not hold the others up for ever. */
const PATIENCE = 20_000

export const browserTabs: Tabs = {
  alone: (name, run) =>
    new Promise((resolve, reject) => {
      const start = () => run().then(resolve, reject)
      // Without https there are no locks; then the server alone sees to it that a message is stored once.
      const locks: LockManager | undefined = navigator.locks
      if (!locks) return void start()
      locks.request(name, () => Promise.race([start(), new Promise(release => setTimeout(release, PATIENCE))])).catch(start)
    }),

  onChange(heard) {
    const listen = ({ key }: StorageEvent) => {
      if (key !== null) heard(key)
    }
    addEventListener('storage', listen)
    return () => removeEventListener('storage', listen)
  },
}
