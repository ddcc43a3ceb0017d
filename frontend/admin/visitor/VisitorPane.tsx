/** Who is on the other side: what they told about themselves, and what their page told. */

import { Download, X } from 'lucide'
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { ADMIN_CHATS } from '../../shared/api'
import { Icon } from '../../shared/ui/Icon'
import type { Chat } from '../openChats'
import { times } from '../times'
import { KeepDialog } from '../ui/KeepDialog'
import { count, say } from '../words'
import { details, linkOf, mailTo, type Detail } from './details'

interface Props {
  chat: Chat
  /** It lies over the conversation. */
  over: boolean
  onClose: () => void
}

export function VisitorPane({ chat, over, onClose }: Props) {
  const pane = useRef<HTMLElement>(null)
  const keeping = useSignal(false)
  const { session_id, guest_email } = chat.session.value

  useEffect(() => {
    if (!over) return
    const before = document.activeElement
    pane.current?.querySelector('button')?.focus()
    // What it lay over can take the focus only once it is drawn again.
    return () => void requestAnimationFrame(() => before instanceof HTMLElement && before.focus())
  }, [over])

  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !over) return
    event.preventDefault()
    onClose()
  }

  return (
    <>
      <aside class="pane visitor-pane" aria-labelledby="visitor-title" ref={pane} onKeyDown={leave}>
        <header class="pane-head">
          <h2 id="visitor-title">{say('visitor.title')}</h2>
          {over && (
            <button type="button" class="icon-button" aria-label={say('visitor.hide')} onClick={onClose}>
              <Icon node={X} />
            </button>
          )}
        </header>
        <div class="scroll" tabIndex={0} role="group" aria-labelledby="visitor-title">
          <Facts chat={chat} />
          <button type="button" class="button bare keep" onClick={() => (keeping.value = true)}>
            <Icon node={Download} />
            {say('visitor.keep')}
          </button>
        </div>
      </aside>
      {/* Beside the pane: Escape in the dialog is not for the pane. */}
      {keeping.value && (
        <KeepDialog
          title={say('visitor.keep.title', { email: guest_email })}
          hint={say('visitor.keep.hint')}
          from={`${ADMIN_CHATS}/${session_id}/guest/export`}
          onDone={() => (keeping.value = false)}
        />
      )}
    </>
  )
}

function Facts({ chat }: { chat: Chat }) {
  const session = chat.session.value
  const { guest_name, guest_email, guest_phone, topic, created_at, last_activity_at, assigned_admin } = session
  return (
    <dl class="facts">
      <Fact name={say('field.name')}>{guest_name}</Fact>
      <Fact name={say('visitor.email')}>
        <a href={mailTo(guest_email)}>{guest_email}</a>
        <span class="meta block">{say('visitor.unverified')}</span>
      </Fact>
      {guest_phone !== null && (
        <Fact name={say('visitor.phone')}>
          <a href={`https://wa.me/${guest_phone.replace(/\D/g, '')}`} target="_blank" rel="noreferrer" title={say('visitor.whatsapp', { name: guest_name })}>
            {guest_phone}
          </a>
        </Fact>
      )}
      {topic !== null && <Fact name={say('visitor.topic')}>{topic}</Fact>}
      {details(session.metadata).map(detail => (
        <Told key={detail.key} detail={detail} />
      ))}
      <Fact name={say('visitor.started')}>
        <When at={created_at} />
      </Fact>
      <Fact name={say('visitor.last')}>
        <When at={last_activity_at} />
      </Fact>
      <Read chat={chat} />
      {assigned_admin !== null && <Fact name={say('visitor.assigned')}>{assigned_admin}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

function Told({ detail }: { detail: Detail }) {
  const href = linkOf(detail.value)
  return (
    <Fact name={detail.word === null ? detail.key : say(detail.word)}>
      {href === null ? (
        detail.value
      ) : (
        <a href={href} target="_blank" rel="noreferrer nofollow">
          {detail.value}
        </a>
      )}
    </Fact>
  )
}

function When({ at }: { at: string }) {
  const { day, clock, exact } = times.value
  return (
    <time dateTime={at} title={exact(at)}>
      {day(at)}, {clock(at)}
    </time>
  )
}

/** How far the visitor has read what the team wrote. */
function Read({ chat }: { chat: Chat }) {
  const mark = chat.session.value.guest_last_read_seq
  const answers = chat.messages.value.filter(message => message.sender_type !== 'guest')
  const left = answers.filter(message => message.seq > mark).length
  if (answers.length === 0) return null
  return (
    <Fact name={say('visitor.read')}>
      {left === 0 ? say('visitor.read.all') : count('visitor.read.some.one', 'visitor.read.some.many', left)}
    </Fact>
  )
}
