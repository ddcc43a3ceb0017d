import { describe, expect, it } from 'vitest'
import { createWatch } from '../alerts'
import { aChat, aMessage, at } from './builders'

const said = (minute: number, seq = 1, over = {}) =>
  aChat({ last_seq: seq, unread_count: 1, last_activity_at: at(minute), last_message: aMessage({ seq, created_at: at(minute), ...over }) })

const ids = (found: { row: { session_id: string } }[]) => found.map(({ row }) => row.session_id)

describe('a tone', () => {
  it('sounds once for a message that was not there a moment ago', () => {
    const arrivals = createWatch()
    arrivals([said(1)])
    expect(ids(arrivals([said(2, 2)]))).toEqual(['a'])
    expect(arrivals([said(2, 2)])).toEqual([])
  })

  it('does not sound for what is there when the console opens', () => {
    expect(createWatch()([said(1)])).toEqual([])
  })

  it('sounds for a chat that has just begun, not for an old one of a later page', () => {
    const arrivals = createWatch()
    arrivals([said(5)])
    expect(ids(arrivals([said(5), { ...said(9), session_id: 'new' }, { ...said(2), session_id: 'old' }]))).toEqual(['new'])
  })

  it('does not sound for an answer of the team, nor for what was read already', () => {
    const arrivals = createWatch()
    arrivals([said(1)])
    expect(arrivals([said(2, 2, { sender_type: 'admin' })])).toEqual([])
    expect(arrivals([{ ...said(3, 3), unread_count: 0 }])).toEqual([])
  })
})
