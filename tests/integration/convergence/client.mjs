// Conversations as our own pages have them, without a page: each order is a line of JSON, and so is what they show.
import { createInterface } from 'node:readline'
import { createAsk, createAuthorise, createChatApi, ADMIN_CHATS, GUEST_CHATS } from '../../../frontend/shared/api.ts'
import { createConversation } from '../../../frontend/shared/conversation.ts'
import { usePusher } from '../../../frontend/shared/usePusher.ts'
import { createStore } from '../../../frontend/shared/store.ts'
import { load, visible } from '../../pageless.mjs'

// All waits are for people and networks: 20 s until a quiet chat is looked at again are one here.
const HASTE = 20
const inTime = setTimeout
globalThis.setTimeout = (run, wait = 0, ...more) => inTime(run, wait / HASTE, ...more)
const begun = Date.now()
Date.now = (now => () => begun + (now() - begun) * HASTE)(Date.now)

const tell = (...what) => process.stdout.write(`${JSON.stringify(what)}\n`)
const fetched = globalThis.fetch
const open = new Map()

function asks({ base, token, csrf, cookie }) {
  if (token) return createAsk({ base, token: () => token })
  const ask = createAsk({ base })
  return (method, path, body) => {
    globalThis.fetch = (to, how) => fetched(to, { ...how, headers: { ...how.headers, cookie } })
    const answer = ask(method, path, body, csrf)
    globalThis.fetch = fetched
    return answer
  }
}

const orders = {
  open(name, { session, self, key, port, ...access }) {
    const ask = asks(access)
    const realtime = usePusher({
      realtime: { driver: 'own', key, ws_host: '127.0.0.1', ws_port: port, wss_port: port, force_tls: false, cluster: '' },
      origin: access.base,
      authorise: createAuthorise(ask, '/broadcasting/auth'),
      load,
    })
    const chats = self === 'guest' ? GUEST_CHATS : ADMIN_CHATS
    const tabs = { alone: (_, run) => run(), onChange: () => () => {} }
    const chat = createConversation({
      session,
      self,
      api: createChatApi(ask, chats, session.session_id),
      realtime,
      store: createStore([]),
      visible,
      tabs,
    })
    const show = () => chat.phase.value === 'ready' && tell(name, chat.messages.value.map(({ seq, id, message }) => [seq, id, message]))
    const stops = [chat.phase.subscribe(show), chat.messages.subscribe(show)]
    open.set(name, { chat, stop: () => [...stops, chat.stop, realtime.stop].forEach(stop => stop()) })
  },
  say: (name, text) => open.get(name).chat.send(text),
  stop(name) {
    open.get(name).stop()
    open.delete(name)
  },
}
createInterface({ input: process.stdin })
  .on('line', line => {
    const [order, ...rest] = JSON.parse(line)
    orders[order](...rest)
  })
  .on('close', () => process.exit(0))
