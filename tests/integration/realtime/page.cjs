// An unmodified pusher-js: tells each thing it lives through as a line of JSON, does what it is told line by line.
const { createRequire } = require('node:module')
const { createInterface } = require('node:readline')

const load = createRequire(`${process.cwd()}/`)
const { default: Pusher } = ((found) => (found.default ? found : { default: found }))(
  load('pusher-js'),
)
const { key, port, headers, app } = JSON.parse(process.argv[2])
const tell = (...what) => process.stdout.write(`${JSON.stringify(what)}\n`)

// With an application of its own the page asks that one, which signs with the official server library.
function signedBy(server, user) {
  const member = (channel) => (channel.startsWith('presence-') ? { user_id: user.id } : undefined)
  return {
    channelAuthorization: {
      customHandler: ({ socketId, channelName }, done) =>
        done(null, server.authorizeChannel(socketId, channelName, member(channelName))),
    },
    userAuthentication: {
      customHandler: ({ socketId }, done) => done(null, server.authenticateUser(socketId, user)),
    },
  }
}

const pusher = new Pusher(key, {
  cluster: 'none',
  wsHost: '127.0.0.1',
  wsPort: port,
  forceTLS: false,
  enabledTransports: ['ws'],
  enableStats: false,
  ...(app
    ? signedBy(new (load('pusher'))(app), { id: app.user, watchlist: app.watchlist })
    : { channelAuthorization: { headers, endpoint: `http://127.0.0.1:${port}/broadcasting/auth` } }),
})
pusher.connection.bind('state_change', ({ current }) => tell('state', current))
pusher.connection.bind('error', ({ error }) => tell('error', error?.data?.code ?? null))

pusher.connection.bind('message', ({ event, channel }) => {
  if (event === 'pusher_internal:subscription_succeeded' && channel.startsWith('#')) tell('signed in')
})

const orders = {
  subscribe: (channel) => pusher.subscribe(channel).bind_global(tell),
  unsubscribe: (channel) => pusher.unsubscribe(channel),
  trigger: (channel, event, data) => pusher.channel(channel).trigger(event, data),
  socket: () => tell('socket', pusher.connection.socket_id),
  signin: () => pusher.signin(),
  watch: () => ['online', 'offline'].forEach((name) => pusher.user.watchlist.bind(name, (event) => tell(name, event.user_ids))),
  hear: (event) => pusher.user.bind(event, (data) => tell(event, data)),
  members: (channel) => tell('members', pusher.channel(channel).members.count),
}
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [name, ...rest] = JSON.parse(line)
    orders[name](...rest)
  })
  .on('close', () => process.exit(0))
