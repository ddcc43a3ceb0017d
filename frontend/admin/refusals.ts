/** What a failed request means in the admin's words. */

import { networked } from './attention'
import { say } from './words'

interface Refused {
  status?: number
  code?: string
  retryAfter?: number
}

/** One sentence that says what happened. */
export function explain(error: unknown): string {
  const { status, code, retryAfter } = error as Refused
  if (code === 'bad_credentials') return say('login.bad')
  if (code === 'bad_code') return say('login.code.bad')
  if (status === 429) return say('login.wait', { seconds: Math.ceil(retryAfter || 10) })
  if (status !== undefined && status > 0) return say('failed.server')
  return say(networked.value ? 'failed.network' : 'offline.view')
}
