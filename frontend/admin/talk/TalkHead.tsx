/** Whose chat it is, whether it is open, and how to end it. */

import { Download, PanelRight } from 'lucide'
import { useSignal } from '@preact/signals'
import { ADMIN_CHATS } from '../../shared/api'
import { Icon } from '../../shared/ui/Icon'
import { panes } from '../attention'
import type { Chat } from '../openChats'
import { KEYS } from '../shortcuts'
import { Face } from '../ui/Face'
import { KeepDialog } from '../ui/KeepDialog'
import { useWish } from '../ui/useWish'
import { say } from '../words'
import { BackLink } from './BackLink'
import { CloseDialog } from './CloseDialog'

interface Props {
  chat: Chat
  visitor: boolean
  onVisitor: () => void
}

export function TalkHead({ chat, visitor, onVisitor }: Props) {
  const asking = useSignal(false)
  const keeping = useSignal(false)
  const { session_id, guest_name, status } = chat.session.value
  const open = status === 'active'
  // Alone on a phone's screen it is what the page is about.
  const Title = panes.value === 1 ? 'h1' : 'h2'
  useWish('close', () => (asking.value = open))
  return (
    <header class="pane-head talk-head">
      <BackLink />
      <Face id={session_id} name={guest_name} />
      <div class="talk-who">
        <Title id="talk-title" class="one-line" title={guest_name}>
          <bdi>{guest_name}</bdi>
        </Title>
        <p class="meta state" data-open={open}>
          {say(open ? 'chat.active' : 'chat.closed')}
        </p>
      </div>
      {open && (
        <button type="button" class="button bare close-session" data-tip={KEYS.close.toUpperCase()} onClick={() => (asking.value = true)}>
          {say('chat.close')}
        </button>
      )}
      <button type="button" class="icon-button" aria-label={say('chat.keep')} data-tip={say('chat.keep')} onClick={() => (keeping.value = true)}>
        <Icon node={Download} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={say(visitor ? 'visitor.hide' : 'visitor.show')}
        aria-expanded={visitor}
        data-tip={`${say('visitor.title')} · ${KEYS.visitor.toUpperCase()}`}
        onClick={onVisitor}
      >
        <Icon node={PanelRight} />
      </button>
      {asking.value && <CloseDialog chat={chat} onDone={() => (asking.value = false)} />}
      {keeping.value && (
        <KeepDialog
          title={say('chat.keep.title', { name: guest_name })}
          from={`${ADMIN_CHATS}/${session_id}/export`}
          onDone={() => (keeping.value = false)}
        />
      )}
    </header>
  )
}
