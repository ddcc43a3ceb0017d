/** The first pane: search, filters, the chats. */

import type { Desk } from '../desk'
import { chatsWith, place } from '../navigation'
import { addressOf, FILTERS } from '../routes'
import { say } from '../words'
import { ChatList } from './ChatList'
import { Search } from './Search'

export function ListPane({ desk }: { desk: Desk }) {
  return (
    <section class="pane list-pane" aria-labelledby="chats-title">
      <header class="pane-head">
        <h1 id="chats-title">{say('chats.title')}</h1>
      </header>
      <div class="list-tools">
        <Search desk={desk} />
        <Filters />
      </div>
      <ChatList desk={desk} />
    </section>
  )
}

function Filters() {
  const shown = place.value.page === 'chats' ? place.value.status : 'active'
  return (
    <nav class="filters" aria-label={say('chats.filters')}>
      {FILTERS.map(status => (
        <a key={status} class="filter" href={addressOf(chatsWith({ status }))} aria-current={status === shown ? 'true' : undefined}>
          {say(`chats.filter.${status}`)}
        </a>
      ))}
    </nav>
  )
}
