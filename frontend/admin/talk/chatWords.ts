/** The words of conversation and composer, from the console's own. */

import { computed } from '@preact/signals'
import type { ChatWords } from '../../shared/ui/words'
import { count, say, type Word } from '../words'

const REFUSED: Readonly<Record<string, Word>> = {
  session_closed: 'chat.refused.closed',
  too_long: 'chat.refused.long',
  id_taken: 'chat.refused.id',
}

export const chatWords = computed<ChatWords>(() => ({
  conversation: say('chat.log'),
  earlier: say('chat.earlier'),
  failed: say('chat.failed'),
  tryAgain: say('again'),
  fresh: n => count('chat.new.one', 'chat.new.many', n),
  sending: say('chat.sending'),
  sent: say('chat.sent'),
  read: say('chat.read'),
  notSent: say('chat.unsent'),
  tryNow: say('chat.trynow'),
  edit: say('chat.edit'),
  remove: say('chat.remove'),
  refused: code => say(REFUSED[code] ?? 'chat.refused'),
  write: say('chat.write'),
  send: say('chat.send'),
  typing: say('chat.typing'),
  tooLong: over => count('chat.toolong.one', 'chat.toolong.many', over),
}))
