import { describe, expect, it } from 'vitest'
import { afterClose, afterMessage, afterRead, byActivity, newer } from '../sessionRows'
import { aChat, aMessage, at } from './builders'

const known = aChat({ last_seq: 3, unread_count: 1, admin_last_read_seq: 2, guest_last_read_seq: 1 })

it('chats of the same moment have an order too', () => {
  const [a, b] = [aChat({ session_id: 'a' }), aChat({ session_id: 'b' })]
  expect([a, b].sort(byActivity)).toEqual([b, a])
})

describe('of two tellings of one chat', () => {
  it.each([
    ['a message', { last_seq: 2 }],
    ['a mark of the team', { admin_last_read_seq: 1 }],
    ['a mark of the visitor', { guest_last_read_seq: 0 }],
  ])('the one that lacks %s is older', (_, lacking) => {
    const older = { ...known, ...lacking }
    expect(newer(known, older)).toBe(known)
    expect(newer(older, known)).toBe(known)
  })

  it('an active one is older than a closed one', () => {
    expect(newer(afterClose(known, 'guest'), known)).toMatchObject({ status: 'closed', closed_by: 'guest' })
  })

  it('the same one stays the same object', () => {
    expect(newer(known, { ...known })).toBe(known)
  })

  it('that of another epoch counts, however little it knows', () => {
    const restored = aChat({ epoch: 'second' })
    expect(newer(known, restored)).toBe(restored)
  })
})

describe('a message', () => {
  it('of a visitor is unread, of an admin it is not', () => {
    expect(afterMessage(known, 4, aMessage({ seq: 4 }))?.unread_count).toBe(2)
    expect(afterMessage(known, 4, aMessage({ seq: 4, sender_type: 'admin' }))?.unread_count).toBe(1)
  })

  it('never sets the activity back', () => {
    const late = aMessage({ seq: 4, created_at: at(1) })
    expect(afterMessage({ ...known, last_activity_at: at(5) }, 4, late)?.last_activity_at).toBe(at(5))
  })

  it('of a kind that cannot be shown moves the chat and says nothing', () => {
    const row = afterMessage(known, 4, aMessage({ seq: 4, kind: 'note' as 'text' }))
    expect([row?.last_seq, row?.last_message]).toEqual([4, null])
  })

  it.each([
    ['after a gap', 5, aMessage({ seq: 5 })],
    ['without its text', 4, undefined],
  ])('%s has to be asked for', (_, seq, message) => {
    expect(afterMessage(known, seq, message)).toBeNull()
  })

  it('that is known changes nothing', () => {
    expect(afterMessage(known, 3, aMessage({ seq: 3 }))).toBe(known)
  })
})

describe('a read mark', () => {
  it('of the team at the end leaves nothing unread', () => {
    expect(afterRead(known, 'admin', 3)).toMatchObject({ admin_last_read_seq: 3, unread_count: 0 })
  })

  it('of the team in the middle has to be asked for', () => {
    expect(afterRead({ ...known, last_seq: 9, unread_count: 5 }, 'admin', 4)).toBeNull()
  })

  it('of the visitor leaves the unread number alone', () => {
    expect(afterRead(known, 'guest', 3)).toMatchObject({ guest_last_read_seq: 3, unread_count: 1 })
  })

  it.each(['admin', 'guest', 'system'])('of %s never goes back', reader => {
    expect(afterRead(known, reader, 1)).toBe(known)
  })
})
