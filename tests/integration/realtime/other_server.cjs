// The official server library: asks what it is told to line by line, and says what was answered.
const { createRequire } = require('node:module')
const { createInterface } = require('node:readline')

const Pusher = createRequire(`${process.cwd()}/`)('pusher')
const pusher = new Pusher(JSON.parse(process.argv[2]))
const tell = (...what) => process.stdout.write(`${JSON.stringify(what)}\n`)

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const [name, ...rest] = JSON.parse(line)
    if (name === 'takes') return tell(pusher.webhook(rest[0]).isValid())
    try {
      const answer = await pusher[name](...rest)
      tell(answer.status, await answer.json())
    } catch (refused) {
      tell(refused.status ?? null, refused.body ?? String(refused))
    }
  })
  .on('close', () => process.exit(0))
