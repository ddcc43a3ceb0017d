/** Searches as one types; the address follows. */

import { Search as Glass, X } from 'lucide'
import { useSignal, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { Icon } from '../../shared/ui/Icon'
import type { Desk } from '../desk'
import { chatsWith, go, place } from '../navigation'
import { KEYS } from '../shortcuts'
import { useWish } from '../ui/useWish'
import { say } from '../words'

export function Search({ desk }: { desk: Desk }) {
  const field = useRef<HTMLInputElement>(null)
  const typed = useSignal('')
  useWish('search', () => field.current?.select())

  // Back, a link or a cleared search change the address first.
  useSignalEffect(() => {
    const q = place.value.page === 'chats' ? place.value.q : ''
    if (typed.peek().trim() !== q) typed.value = q
  })

  const type = (q: string) => {
    typed.value = q
    const { status } = chatsWith({})
    desk.inbox.search(status, q, () => go(chatsWith({ q: q.trim() }), { replace: true }))
  }
  const clear = () => {
    typed.value = ''
    desk.inbox.show({ status: chatsWith({}).status, q: '' })
    go(chatsWith({ q: '' }), { replace: true })
    field.current?.focus()
  }

  return (
    <div class="search" role="search">
      <Icon node={Glass} size={16} />
      <input
        ref={field}
        type="search"
        aria-label={say('chats.search')}
        placeholder={say('chats.search')}
        autocomplete="off"
        maxLength={200}
        value={typed.value}
        onInput={event => type(event.currentTarget.value)}
      />
      {typed.value === '' ? (
        <kbd aria-hidden="true">{KEYS.search}</kbd>
      ) : (
        <button type="button" class="icon-button" aria-label={say('chats.clear')} onClick={clear}>
          <Icon node={X} size={16} />
        </button>
      )}
    </div>
  )
}
