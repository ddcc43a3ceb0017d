/** The conversation and, beside or over it, its visitor. */

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { panes } from '../attention'
import type { Desk } from '../desk'
import type { Current } from '../openChats'
import { useWish } from '../ui/useWish'
import { VisitorPane } from '../visitor/VisitorPane'
import { NoChat } from './NoChat'
import { Talk } from './Talk'
import { Unopened } from './Unopened'

export function TalkPanes({ desk }: { desk: Desk }) {
  const current = desk.chats.current.value
  if (current === null) return <NoChat desk={desk} />
  if (current.state !== 'open') return <Unopened desk={desk} state={current.state} />
  return <OpenPanes desk={desk} current={current} key={current.id} />
}

function OpenPanes({ desk, current }: { desk: Desk; current: Extract<Current, { state: 'open' }> }) {
  const { chat } = current
  const asked = useSignal<boolean | null>(null)
  const wide = panes.value === 3
  const visitor = asked.value ?? wide
  const toggle = () => (asked.value = !visitor)
  const covered = visitor && panes.value === 1
  useWish('visitor', toggle)

  useEffect(() => {
    desk.onScreen.value = !covered
    return () => void (desk.onScreen.value = false)
  }, [covered])

  if (chat.phase.value === 'gone') return <Unopened desk={desk} state="gone" />
  return (
    <>
      <Talk desk={desk} chat={chat} visitor={visitor} onVisitor={toggle} hidden={covered} />
      {visitor && <VisitorPane chat={chat} over={!wide} onClose={() => (asked.value = false)} />}
    </>
  )
}
