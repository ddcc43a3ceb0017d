/** Weighs what a page with the widget loads, as it travels: gzip -9. Ends with 1 above a limit. */

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const built = join(dirname(fileURLToPath(import.meta.url)), '../src/livechat/entrypoints/http/static')
const LOADER = 1_500
const ALL = 40_750

const weight = file => gzipSync(readFileSync(join(built, file)), { level: 9, memLevel: 9 }).length
const name = file => file.replace(/^widget\//, '').replace(/-\w+\.js$|\.js$/, '')

const files = ['widget.js', ...readdirSync(join(built, 'widget')).map(file => `widget/${file}`)]
const weights = Object.fromEntries(files.map(file => [name(file), weight(file)]))
const { widget: loader, panel, pusher, en, id, ...others } = weights
const unknown = Object.keys(others)
const all = loader + panel + pusher + Math.max(en, id)

for (const [part, bytes] of Object.entries(weights)) console.log(`${part.padEnd(8)} ${bytes.toLocaleString('en').padStart(7)} bytes`)
console.log(`A page view loads ${loader.toLocaleString('en')} of ${LOADER.toLocaleString('en')} bytes; with the chat open ${all.toLocaleString('en')} of ${ALL.toLocaleString('en')}.`)

if (unknown.length > 0) console.error(`Nobody weighs ${unknown.join(', ')}.`)
if (!(loader <= LOADER)) console.error('The loader is too heavy.')
if (!(all <= ALL)) console.error('The widget is too heavy.')
process.exitCode = unknown.length > 0 || !(loader <= LOADER && all <= ALL) ? 1 : 0
