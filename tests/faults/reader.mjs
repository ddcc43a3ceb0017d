// The clients' own code on the unmodified pusher-js, under Node and without a page: `reader.mjs ORIGIN [{"id": …, "token": …}, …]`.
// Each line it is sent is answered with what it shows of those chats.
import { createInterface } from 'node:readline'
import { createAsk, createAuthorise, createChatApi, GUEST_CHATS } from '../../frontend/shared/api'
import { createConversation } from '../../frontend/shared/conversation'
import { createStore } from '../../frontend/shared/store'
import { usePusher } from '../../frontend/shared/usePusher'
import { load, visible } from '../pageless.mjs'

const [, , origin, chats] = process.argv

const readers = await Promise.all(JSON.parse(chats).map(read))
createInterface({ input: process.stdin })
  .on('line', () => process.stdout.write(`${JSON.stringify(readers.map((shown) => shown()))}\n`))
  .on('close', () => process.exit(0))

async function read({ id, token }) {
  const ask = createAsk({ base: origin, token: () => token })
  const { realtime } = await ask('GET', '/api/chat/config')
  const authorise = createAuthorise(ask, realtime.auth_endpoint)
  const live = usePusher({ realtime, origin, authorise, load })
  const api = createChatApi(ask, GUEST_CHATS, id)
  const { session } = await api.page({})
  const heard = new Set()
  const counted = { connections: 0, subscriptions: 0, events: 0, twice: 0 }
  live.state.subscribe((state) => (counted.connections += state === 'online'))

  function subscribe(channel, { onSubscribed, onEvent }) {
    return live.subscribe(channel, {
      onSubscribed() {
        counted.subscriptions++
        onSubscribed()
      },
      onEvent(name, data) {
        counted.events++
        if (name === 'message.sent') counted.twice += heard.has(data.seq)
        if (name === 'message.sent') heard.add(data.seq)
        onEvent(name, data)
      },
    })
  }

  const realtimeOf = { ...live, subscribe }
  const chat = createConversation({ session, self: 'guest', api, realtime: realtimeOf, store: createStore([]), visible })
  return () => ({ ...counted, messages: chat.messages.value.map(({ id, seq, message }) => [id, seq, message]) })
}
