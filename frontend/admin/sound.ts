/** Two short notes by WebAudio; browsers allow them once the page has been touched. */

let context: AudioContext | undefined

const audio = () => (context ??= new AudioContext())
const isAllowed = () => audio().state === 'running'

/** Asks for the right to be heard at the first touch or key. */
export function allowSound(): void {
  const wake = () => void audio().resume()
  addEventListener('pointerdown', wake, { once: true })
  addEventListener('keydown', wake, { once: true })
}

export function chime(): void {
  if (!isAllowed()) return
  note(audio(), 660, 0)
  note(audio(), 880, 0.11)
}

/** In one of the tabs that hear of this message; in none where one of them has hushed it. */
export function chimeOnce(message: string): void {
  if (isAllowed()) first(message, chime)
}

/** It is seen here, so no other tab needs to make a tone. */
export const hush = (message: string) => first(message, () => {})

/** A tab that has slept may hear of a message late. */
const REMEMBERED = 30_000

function first(message: string, run: () => void): void {
  const locks: LockManager | undefined = navigator.locks
  if (!locks) return run()
  void locks.request(`livechat:tone:${message}`, { ifAvailable: true }, async lock => {
    if (lock === null) return
    run()
    await new Promise(over => setTimeout(over, REMEMBERED))
  })
}

function note(audio: AudioContext, pitch: number, after: number): void {
  const start = audio.currentTime + after
  const tone = audio.createOscillator()
  const loudness = audio.createGain()
  tone.frequency.value = pitch
  loudness.gain.setValueAtTime(0, start)
  loudness.gain.linearRampToValueAtTime(0.12, start + 0.01)
  loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.28)
  tone.connect(loudness).connect(audio.destination)
  tone.start(start)
  tone.stop(start + 0.3)
}
