/** What a failed request means in the admin's words. */

import { Refusal } from '../shared/api'
import { networked } from './attention'
import { say } from './words'

/** One sentence that says what happened. */
export function explain(error: unknown): string {
  if (!(error instanceof Refusal) || error.status === 0) return say(networked.value ? 'failed.network' : 'offline.view')
  if (error.code === 'bad_credentials') return say('login.bad')
  if (error.code === 'bad_code') return say('login.code.bad')
  if (error.status === 429) return say('login.wait', { seconds: Math.ceil(error.retryAfter || 10) })
  return say('failed.server')
}
