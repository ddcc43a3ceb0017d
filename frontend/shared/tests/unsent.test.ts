import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Refusal } from '../api'
import { createStore } from '../store'
import { aBrowser, aServer, open } from './builders'

let server: ReturnType<typeof aServer>
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)
const sends = () => server.asked.filter(asked => asked.startsWith('send'))
const down = () => {
  throw new Refusal(0, 'network')
}

beforeEach(() => {
  vi.useFakeTimers()
  server = aServer()
})
afterEach(() => {
  vi.useRealTimers()
})

async function connected(opening = {}) {
  const tab = open(server, opening)
  tab.plugIn()
  await pass(1)
  server.asked.length = 0
  return tab
}

describe('a text that is sent', () => {
  test('shows at once and becomes a message', async () => {
    const tab = await connected()

    expect(tab.chat.send(' Halo\r\n')).toBe(true)
    expect(tab.waiting()).toEqual(['Halo'])
    await pass(0)

    expect(tab.texts()).toEqual(['Halo'])
    expect(tab.waiting()).toEqual([])
  })

  test.each(['', ' \n', '\u200b', '\0'])('is not %j', async text => {
    const tab = await connected()

    expect(tab.chat.send(text)).toBe(false)
    expect(tab.waiting()).toEqual([])
  })

  test('goes after 1 2 4 8 15 30 30 s, always with the same id', async () => {
    const tab = await connected()
    server.fault = down
    tab.chat.send('Halo')
    const times: number[] = []
    let seen = 0
    for (let second = 0; second < 125; second++) {
      await pass(1)
      if (sends().length > seen) times.push(second)
      seen = sends().length
    }

    expect(times).toEqual([0, 2, 6, 14, 29, 59, 89, 119])
    expect(new Set(sends()).size).toBe(1)
  })

  test('is stored once though its answers were lost', async () => {
    const tab = await connected()
    tab.unplug()
    server.loseAnswers = true
    tab.chat.send('Halo')
    await pass(4)
    server.loseAnswers = false
    await pass(10)

    expect(server.stored.length).toBe(1)
    expect(tab.texts()).toEqual(['Halo'])
    expect(tab.waiting()).toEqual([])
  })

  test('keeps its place: one at a time, in the order of writing', async () => {
    const tab = await connected()
    let failures = 3
    server.fault = request => {
      if (request === 'send' && failures-- > 0) down()
    }
    for (const text of ['one', 'two', 'three']) tab.chat.send(text)
    await pass(20)

    expect(tab.texts()).toEqual(['one', 'two', 'three'])
  })

  test('goes at once when the network or the socket is back', async () => {
    const tab = await connected()
    server.fault = down
    tab.unplug('offline')
    tab.chat.send('Halo')
    await pass(60)
    server.fault = () => {}

    tab.network.value = 'connecting'
    await pass(0.1)

    expect(tab.texts()).toEqual(['Halo'])
  })

  test('waits as long as the server asked for, unless a person is impatient', async () => {
    const tab = await connected()
    server.fault = request => {
      if (request === 'send') throw new Refusal(429, 'too_many_requests', [], 40)
    }
    tab.chat.send('Halo')
    await pass(1)
    server.fault = () => {}

    tab.unplug()
    tab.plugIn()
    await pass(38)
    expect(sends().length).toBe(1)

    tab.chat.retry()
    await pass(0.1)
    expect(tab.texts()).toEqual(['Halo'])
  })

  test('is overdue after 10 s', async () => {
    const tab = await connected()
    server.fault = down
    tab.chat.send('Halo')

    await pass(9)
    expect(tab.chat.overdue.value).toBe(false)
    await pass(2)
    expect(tab.chat.overdue.value).toBe(true)

    server.fault = () => {}
    tab.chat.retry()
    await pass(0.1)
    expect(tab.chat.overdue.value).toBe(false)
  })

  test('is told apart by its id: the event may come before the answer', async () => {
    const tab = await connected()
    let go = () => {}
    const api = { ...server.api, send: (id: string, text: string) => new Promise<void>(resolve => (go = resolve)).then(() => server.api.send(id, text)) }
    const slow = await connected({ api })
    slow.chat.send('Halo', 'mine')
    await pass(0.1)

    server.say({ id: 'mine', message: 'Halo', sender_type: 'guest' })
    expect(slow.waiting()).toEqual([])
    go()
    await pass(0.1)

    expect(slow.texts()).toEqual(['Halo'])
    expect(tab.texts()).toEqual(['Halo'])
  })

  test('stays in sight while a gap before it is being filled', async () => {
    const tab = await connected()
    tab.unplug()
    server.store(2)
    server.fault = request => {
      if (request === 'page') down()
    }
    tab.chat.send('Halo')
    await pass(0.1)
    expect(tab.seqs()).toEqual([3])
    tab.chat.shown(3)

    server.fault = () => {}
    await pass(4)

    expect(tab.seqs()).toEqual([1, 2, 3])
    expect(server.asked).not.toContain('read 3')
  })
})

describe('a text that is refused', () => {
  test.each([
    [409, 'session_closed', []],
    [413, 'body_too_large', []],
    [422, 'too_long', [{ field: 'message', code: 'too_long', message: '' }]],
  ])('with %i is kept, and those behind it go on', async (status, code, errors) => {
    const tab = await connected()
    server.fault = (request, id) => {
      if (request === 'send' && id === 'bad') throw new Refusal(status, status === 422 ? 'invalid' : code, errors)
    }
    tab.chat.send('no', 'bad')
    tab.chat.send('yes')
    await pass(60)

    expect(tab.texts()).toEqual(['yes'])
    expect(tab.chat.unsent.value).toMatchObject([{ id: 'bad', text: 'no', refused: code }])
    expect(sends().length).toBe(2)
    expect(tab.chat.overdue.value).toBe(false)
  })

  test('can be written again or removed', async () => {
    const tab = await connected()
    server.fault = request => {
      if (request === 'send') throw new Refusal(422, 'invalid')
    }
    tab.chat.send('one', 'a')
    tab.chat.send('two', 'b')
    await pass(0.1)

    tab.chat.draft.value = 'begun'
    tab.chat.edit('a')
    tab.chat.remove('b')

    expect(tab.chat.draft.value).toBe('begun\none')
    expect(tab.waiting()).toEqual([])
  })

  test('because the chat is closed learns of the close', async () => {
    const tab = await connected()
    server.change({ status: 'closed' })

    tab.chat.send('Halo')
    await pass(0.1)

    expect(tab.chat.session.value.status).toBe('closed')
  })

  test('because the chat is gone stays as it is', async () => {
    const tab = await connected()
    server.fault = () => {
      throw new Refusal(404, 'session_not_found')
    }
    tab.chat.send('Halo')
    await pass(60)

    expect(tab.chat.phase.value).toBe('gone')
    expect(tab.chat.unsent.value).toMatchObject([{ text: 'Halo' }])
    expect(tab.chat.unsent.value[0]!.refused).toBeUndefined()
    expect(sends().length).toBe(1)
  })
})

describe('what is kept in the browser', () => {
  test('goes out after a reload with its old id', async () => {
    const browser = aBrowser()
    const before = await connected({ browser })
    server.fault = down
    before.chat.send('Halo', 'mine')
    before.chat.draft.value = 'and'
    await pass(1)
    before.chat.stop()

    server.fault = () => {}
    const after = await connected({ browser })

    expect(after.texts()).toEqual(['Halo'])
    expect(server.stored[0]!.id).toBe('mine')
    expect(after.chat.draft.value).toBe('and')
    expect([...browser.kept.keys()]).toEqual(['livechat:draft:s'])
  })

  test('is not sent again when the answer had only been lost', async () => {
    const browser = aBrowser()
    const before = await connected({ browser })
    before.unplug()
    server.loseAnswers = true
    before.chat.send('Halo')
    await pass(0.1)
    before.chat.stop()
    server.loseAnswers = false

    const after = await connected({ browser })

    expect(after.texts()).toEqual(['Halo'])
    expect(after.waiting()).toEqual([])
    expect(server.stored.length).toBe(1)
  })

  test('belongs to one owner', async () => {
    const browser = aBrowser()
    const rina = await connected({ browser, self: 'admin', owner: 'rina@shop.example' })
    server.fault = down
    rina.chat.send('Halo')
    rina.chat.draft.value = 'secret'

    const budi = await connected({ browser, self: 'admin', owner: 'budi@shop.example' })

    expect(budi.waiting()).toEqual([])
    expect(budi.chat.draft.value).toBe('')
  })

  test('is nothing where nothing is written', async () => {
    const browser = aBrowser()
    const tab = await connected({ browser })
    tab.chat.draft.value = 'a'
    tab.chat.draft.value = ''

    expect(browser.kept.size).toBe(0)
  })

  test('may be forbidden or full: then this tab remembers alone', async () => {
    const forbidden = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const tab = await connected({ store: createStore([() => ({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })]) })
    server.fault = down
    tab.chat.send('one')
    tab.chat.send('two')
    tab.chat.draft.value = 'three'
    await pass(1)
    expect(tab.waiting()).toEqual(['one', 'two'])

    server.fault = () => {}
    await pass(20)

    expect(tab.texts()).toEqual(['one', 'two'])
    expect(tab.chat.draft.value).toBe('three')
  })

  test('may be broken by others', async () => {
    const browser = aBrowser()
    browser.kept.set('livechat:unsent:s', '{"a":')
    const tab = await connected({ browser })

    tab.chat.send('Halo')
    await pass(0.1)

    expect(tab.texts()).toEqual(['Halo'])
  })
})

describe('two tabs of one visitor', () => {
  test('show the same, and one of them sends', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })

    one.chat.send('a')
    await pass(0)
    two.chat.send('b')
    await pass(0)
    one.chat.send('c')
    await pass(1)

    expect(one.texts()).toEqual(['a', 'b', 'c'])
    expect(two.texts()).toEqual(['a', 'b', 'c'])
    expect(new Set(sends()).size).toBe(3)
    expect(sends().length).toBe(3)
    expect([...one.waiting(), ...two.waiting()]).toEqual([])
  })

  test('see what waits in either, and the survivor sends it', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })
    server.fault = down
    one.chat.send('Halo', 'mine')
    await pass(1)
    expect(two.waiting()).toEqual(['Halo'])

    one.chat.stop()
    server.fault = () => {}
    await pass(31)

    expect(two.texts()).toEqual(['Halo'])
    expect(server.stored.map(message => message.id)).toEqual(['mine'])
  })

  test('without a socket learn from each other that something was sent', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })
    one.unplug()
    two.unplug()

    one.chat.send('Halo')
    await pass(0.1)

    expect(two.texts()).toEqual(['Halo'])
  })

  test('lose nothing when both write at the same moment', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })
    server.fault = down

    one.chat.send('a')
    two.chat.send('b')
    await pass(0.1)

    expect(one.waiting().sort()).toEqual(['a', 'b'])
    expect(two.waiting().sort()).toEqual(['a', 'b'])
    server.fault = () => {}
    await pass(31)
    expect(one.texts().sort()).toEqual(['a', 'b'])
    expect(server.stored.length).toBe(2)
    expect([...one.waiting(), ...two.waiting()]).toEqual([])
  })

  test('do not bring back what one of them has removed', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })
    server.fault = () => {
      throw new Refusal(422, 'validation')
    }
    one.chat.send('Halo', 'a')
    await pass(0.1)

    two.chat.remove('a')
    await pass(0.1)

    expect([...one.waiting(), ...two.waiting()]).toEqual([])
  })

  test('share the draft', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })

    one.chat.draft.value = 'Hal'
    await pass(0.1)

    expect(two.chat.draft.value).toBe('Hal')
  })
})
