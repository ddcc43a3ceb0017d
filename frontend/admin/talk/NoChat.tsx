/** Nothing is chosen yet. */

import type { Desk } from '../desk'
import { chatsWith } from '../navigation'
import { addressOf } from '../routes'
import { EmbedLine } from '../ui/EmbedLine'
import { Note } from '../ui/Note'
import { say } from '../words'

export function NoChat({ desk }: { desk: Desk }) {
  return (
    <section class="pane talk-pane">
      <Choice desk={desk} />
    </section>
  )
}

function Choice({ desk }: { desk: Desk }) {
  const first = desk.inbox.list.value.rows.value[0]
  if (desk.inbox.active.phase.value !== 'ready') return null
  if (first === undefined && desk.ever.value === false) {
    return (
      <Note title={say('empty.first')}>
        <EmbedLine />
      </Note>
    )
  }
  if (first === undefined) return null
  return (
    <Note title={say('chat.choose')}>
      <a class="link" href={addressOf(chatsWith({ session: first.session_id }))}>
        {say('chat.first')}
      </a>
    </Note>
  )
}
