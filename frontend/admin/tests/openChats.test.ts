import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import { rowOf } from '../openChats'
import { aChat, aMessage } from './builders'

it('a row never goes back to what was said before', () => {
  const session = signal(aChat({ last_seq: 2, last_message: aMessage({ seq: 1 }) }))
  const chat = { session, messages: signal([aMessage({ seq: 1 }), aMessage({ seq: 2, message: 'Second' })]) }
  expect(rowOf(chat).last_message?.message).toBe('Second')

  session.value = aChat({ last_seq: 3, last_message: aMessage({ seq: 3, message: 'Third' }) })
  expect(rowOf(chat).last_message?.message).toBe('Third')
})
