/** The rows, or why there are none. */

import { useEffect, useRef } from 'preact/hooks'
import type { Desk } from '../desk'
import { chatsWith, go, place } from '../navigation'
import type { SessionList } from '../sessionList'
import { Note } from '../ui/Note'
import { explain } from '../refusals'
import { say } from '../words'
import { ChatRow } from './ChatRow'
import { EmptyList } from './EmptyList'
import { MoreRows } from './MoreRows'
import { useSteadyRows } from './useSteadyRows'

export function ChatList({ desk }: { desk: Desk }) {
  const list = desk.inbox.list.value
  const phase = list.phase.value
  if (phase === 'ready') return list.rows.value.length === 0 ? <EmptyList desk={desk} /> : <Rows desk={desk} list={list} />
  if (phase === 'loading') return <Skeletons />
  return (
    <Note alert title={say('chats.failed')} hint={explain(list.failure.value)}>
      <button type="button" class="button" onClick={() => void list.retry()}>
        {say('again')}
      </button>
    </Note>
  )
}

function Rows({ desk, list }: { desk: Desk; list: SessionList }) {
  const rows = list.rows.value
  const selected = place.value.page === 'chats' ? place.value.session : null
  const scroller = useRef<HTMLDivElement>(null)
  useSteadyRows(scroller, rows)

  useEffect(() => {
    scroller.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [selected])

  return (
    <div class="scroll" ref={scroller}>
      <ul class="rows" role="list" aria-label={say('chats.list')} onClick={open} onKeyDown={walk}>
        {rows.map(row => (
          <ChatRow key={row.session_id} row={row} selected={row.session_id === selected} me={desk.admin.name} mixed={list.query.status === 'all'} />
        ))}
      </ul>
      <MoreRows list={list} scroller={scroller} />
    </div>
  )
}

function open(event: MouseEvent): void {
  const session = event.target instanceof Element ? event.target.closest('li')?.dataset.id : undefined
  if (session !== undefined) go(chatsWith({ session }))
}

/** Arrow keys go from row to row. */
function walk(event: KeyboardEvent): void {
  const row = event.target instanceof Element ? event.target.closest('li') : null
  const to = event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : null
  if (!to) return
  event.preventDefault()
  to.querySelector('button')?.focus()
}

function Skeletons() {
  return (
    <div class="late" aria-busy="true">
      <span class="lc-unseen">{say('chats.loading')}</span>
      {[1, 2, 3, 4, 5, 6].map(each => (
        <div class="row-skeleton" key={each}>
          <div class="skeleton" />
          <div class="skeleton" />
          <div class="skeleton" />
        </div>
      ))}
    </div>
  )
}
