/** How long to wait before the next try. */

const SECONDS = [1, 2, 4, 8, 15, 30]

/** Milliseconds after so many tries in vain, spread so that not all come back at once. */
export function backOff(tries: number, chance: () => number = Math.random): number {
  return SECONDS[Math.min(tries, SECONDS.length - 1)]! * (800 + 400 * chance())
}

/** A wait that can be cut short. */
export function createPause() {
  let end = () => {}
  return {
    wait: (milliseconds: number) =>
      new Promise<void>(resolve => {
        const timer = setTimeout(resolve, milliseconds)
        end = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    end: () => end(),
  }
}
