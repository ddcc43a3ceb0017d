/** No chats here: none at all yet, none of this kind, or none that the search finds. */

import { useEffect } from 'preact/hooks'
import { panes } from '../attention'
import type { Desk } from '../desk'
import { chatsWith } from '../navigation'
import { addressOf, type Filter } from '../routes'
import { EmbedLine } from '../ui/EmbedLine'
import { Note } from '../ui/Note'
import { say } from '../words'

export function EmptyList({ desk }: { desk: Desk }) {
  const { status, q } = desk.inbox.list.value.query
  if (q !== '') return <NothingFound status={status} q={q} />
  return status === 'closed' ? <Pointer title={say('empty.closed')} to="active" action={say('empty.closed.action')} /> : <NoActive desk={desk} />
}

function NothingFound({ status, q }: { status: Filter; q: string }) {
  const title = say(`search.none.${status}`, { q })
  if (status === 'all') return <Note title={title} />
  const other = status === 'active' ? 'closed' : 'active'
  return <Pointer title={title} to={other} action={say(`search.try.${other}`)} />
}

function NoActive({ desk }: { desk: Desk }) {
  const ever = desk.ever.value
  useEffect(() => void desk.lookWhetherEver(), [])
  if (ever === null) return null
  if (ever) return <Pointer title={say('empty.active')} to="closed" action={say('empty.active.action')} />
  // Beside the list there is more room for it.
  if (panes.value > 1) return <Note title={say('empty.none')} />
  return (
    <Note title={say('empty.first')}>
      <EmbedLine />
    </Note>
  )
}

function Pointer({ title, to, action }: { title: string; to: Filter; action: string }) {
  return (
    <Note title={title}>
      <a class="link" href={addressOf(chatsWith({ status: to }))}>
        {action}
      </a>
    </Note>
  )
}
