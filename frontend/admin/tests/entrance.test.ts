import { describe, expect, it } from 'vitest'
import { detour, placeOf } from '../routes'

const asked = '/admin/chat/sessions/7f3a?status=closed'

describe('the way through the door', () => {
  it('leads the signed-out to the login, which remembers where they wanted to go', () => {
    const door = detour('out', placeOf(asked))
    expect(door).toBe(`/admin/login?then=${encodeURIComponent(asked)}`)
    expect(detour('in', placeOf(door ?? ''))).toBe(asked)
  })

  it('leaves those alone who are where they may be', () => {
    expect(detour('in', placeOf(asked))).toBeNull()
    expect(detour('out', placeOf('/admin/login'))).toBeNull()
    expect(detour('out', placeOf('/admin/setup'))).toBeNull()
  })

  it('leads from setup to the empty console', () => {
    expect(detour('in', placeOf('/admin/setup'))).toBe('/admin/chat')
  })

  it.each(['asking', 'lapsed', 'unreachable'] as const)('moves nobody while %s', state => {
    expect(detour(state, placeOf(asked))).toBeNull()
    expect(detour(state, placeOf('/admin/login'))).toBeNull()
  })
})
