// What the clients' own code asks of a page, where there is none; and the pusher-js that it loads.
import { createRequire } from 'node:module'

const ignored = () => {}
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true } })
Object.assign(globalThis, { addEventListener: ignored, removeEventListener: ignored })

const unmodified = createRequire(`${process.cwd()}/`)('pusher-js')
export const load = async () => ({ default: unmodified.default ?? unmodified })
export const visible = { value: true, peek: () => true }
