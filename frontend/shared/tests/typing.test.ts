import { effect } from '@preact/signals'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { aBrowser, aServer, at, open, type Opening } from './builders'

let server: ReturnType<typeof aServer>
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

beforeEach(() => {
  vi.useFakeTimers()
  server = aServer()
})
afterEach(() => {
  vi.useRealTimers()
})

async function connected(opening: Opening = {}) {
  const tab = open(server, opening)
  tab.plugIn()
  await pass(1)
  return tab
}
const theAdmin = () => connected({ self: 'admin', name: 'Rina' })

const ON = { by: 'guest', on: true }
const OFF = { by: 'guest', on: false }

describe('who writes', () => {
  test('tells so at the first letter, then once in three seconds', async () => {
    const { chat, told } = await connected()

    chat.draft.value = 'H'
    expect(told).toEqual([ON])

    for (let letter = 0; letter < 59; letter++) {
      await pass(0.1)
      chat.draft.value += 'a'
    }
    expect(told).toEqual([ON, ON])
  })

  test('tells when the text is sent or deleted, and of the next one soon', async () => {
    const { chat, told } = await connected()
    chat.draft.value = 'Halo'

    chat.draft.value = ''
    expect(told).toEqual([ON, OFF])
    await pass(0.4)
    chat.draft.value = 'Halo'

    expect(told).toEqual([ON, OFF, ON])
  })

  test('tells less than a gateway allows, however quick the hand', async () => {
    const { chat, told } = await connected()

    for (let times = 0; times < 100; times++) {
      chat.draft.value = 'a'
      await pass(0.01)
      chat.draft.value = ''
    }

    expect(told.length).toBeLessThanOrEqual(10)
  })

  test('tells who, and never what', async () => {
    const { chat, told } = await theAdmin()

    chat.draft.value = 'A secret'

    expect(told).toEqual([{ by: 'admin', name: 'Rina', on: true }])
  })

  test.each(['', '   ', '\n'])('tells nothing of %j', async text => {
    const { chat, told } = await connected()

    chat.draft.value = text

    expect(told).toEqual([])
  })

  test('tells it from the tab in which it is typed, not from those that follow', async () => {
    const browser = aBrowser()
    const one = await connected({ browser })
    const two = await connected({ browser })

    one.chat.draft.value = 'H'
    await pass(0.1)

    expect(two.chat.draft.value).toBe('H')
    expect([one.told, two.told]).toEqual([[ON], []])
  })

  test('tells nothing of a draft that was there already', async () => {
    const browser = aBrowser()
    const before = await connected({ browser })
    before.chat.draft.value = 'From yesterday'
    before.chat.stop()

    const { chat, told } = await connected({ browser })

    expect(chat.draft.value).toBe('From yesterday')
    expect(told).toEqual([])
  })

  test('tells nothing without a subscription, and at the next letter with one', async () => {
    const tab = open(server)
    tab.chat.draft.value = 'H'
    expect(tab.told).toEqual([])

    tab.plugIn()
    tab.chat.draft.value = 'Ha'

    expect(tab.told).toEqual([ON])
  })

  test('tells nothing in a closed chat', async () => {
    const { chat, told } = await connected()
    server.tell('session.closed', { closed_by: 'admin', closed_seq: 0, closed_at: at(1) })

    chat.draft.value = 'But'

    expect(told).toEqual([])
  })
})

describe('who reads', () => {
  test('sees the other side by name while it writes', async () => {
    const guest = await connected()
    const admin = await theAdmin()

    guest.chat.draft.value = 'H'
    admin.chat.draft.value = 'H'
    expect([guest.chat.typing.value, admin.chat.typing.value]).toEqual(['Rina', 'Siti'])

    guest.chat.draft.value = ''
    admin.chat.draft.value = ''
    expect([guest.chat.typing.value, admin.chat.typing.value]).toEqual(['', ''])
  })

  test('sees it for six seconds after the last hint', async () => {
    const { chat } = await connected()
    const admin = await theAdmin()
    admin.chat.draft.value = 'H'
    await pass(5)
    admin.chat.draft.value = 'Ha'

    await pass(5.9)
    expect(chat.typing.value).toBe('Rina')
    await pass(0.2)

    expect(chat.typing.value).toBe('')
  })

  test('sees it no longer once the message is there, in one and the same drawing', async () => {
    const { chat } = await connected()
    const admin = await theAdmin()
    admin.chat.draft.value = 'H'
    const drawn: [string, number][] = []
    effect(() => void drawn.push([chat.typing.value, chat.messages.value.length]))

    server.say()

    expect(drawn).toEqual([
      ['Rina', 0],
      ['', 1],
    ])
  })

  test('still sees it when the own message is stored', async () => {
    const { chat } = await connected()
    const admin = await theAdmin()
    admin.chat.draft.value = 'H'

    chat.send('Halo?')
    await pass(1)

    expect(chat.typing.value).toBe('Rina')
  })

  test('sees it no longer when the socket falls, or the chat is closed', async () => {
    const guest = await connected()
    const admin = await theAdmin()
    admin.chat.draft.value = 'H'
    guest.unplug()
    expect(guest.chat.typing.value).toBe('')
    guest.plugIn()
    expect(guest.chat.typing.value).toBe('')

    await pass(3)
    admin.chat.draft.value = 'Ha'
    expect(guest.chat.typing.value).toBe('Rina')
    server.tell('session.closed', { closed_by: 'admin', closed_seq: 0, closed_at: at(1) })
    server.tell('client-typing', { by: 'admin', name: 'Rina', on: true })

    expect(guest.chat.typing.value).toBe('')
  })

  test('sees one of two colleagues go on when the other stops', async () => {
    const { chat } = await connected()
    const hint = (name: string, on: boolean) => server.tell('client-typing', { by: 'admin', name, on })
    hint('Rina', true)
    hint('Tom', true)

    hint('Rina', false)

    expect(chat.typing.value).toBe('Tom')
  })

  const name = 'Rina'
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'client-typing'],
    ['a list', [{ by: 'admin', name, on: true }]],
    ['the own side', { by: 'guest', name, on: true }],
    ['no name', { by: 'admin', on: true }],
    ['an empty name', { by: 'admin', name: ' ', on: true }],
    ['a name that is no text', { by: 'admin', name: { toString: 1 }, on: true }],
    ['a name of 101 letters', { by: 'admin', name: 'x'.repeat(101), on: true }],
    ['a name with controls', { by: 'admin', name: 'Ri\u0000na', on: true }],
    ['a word for yes', { by: 'admin', name, on: 'yes' }],
  ])('sees nobody in a hint that has %s', async (_, forged) => {
    const { chat } = await connected()

    server.tell('client-typing', forged)

    expect(chat.typing.value).toBe('')
  })

  test('is told nothing but who writes by a client, whatever it calls itself', async () => {
    const { chat } = await connected()

    server.tell('client-message.sent', { seq: 1, message: { seq: 1 } })
    server.tell('client-session.closed', { closed_by: 'admin', closed_seq: 0, closed_at: at(1) })

    expect([chat.messages.value, chat.closed.value, chat.typing.value]).toEqual([[], null, ''])
  })

  test('at the console reads the name that the guest gave when he began', async () => {
    const { chat } = await theAdmin()

    server.tell('client-typing', { by: 'guest', name: 'Your boss', on: true })

    expect(chat.typing.value).toBe('Siti')
  })
})
