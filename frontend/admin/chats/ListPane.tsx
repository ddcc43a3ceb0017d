/** The first pane: search, filters, the chats. */

import { Download } from 'lucide'
import { useSignal } from '@preact/signals'
import { Icon } from '../../shared/ui/Icon'
import type { Desk } from '../desk'
import { chatsWith, place } from '../navigation'
import { addressOf, FILTERS } from '../routes'
import { KeepDialog } from '../ui/KeepDialog'
import { say } from '../words'
import { ChatList } from './ChatList'
import { Search } from './Search'

export function ListPane({ desk }: { desk: Desk }) {
  return (
    <section class="pane list-pane" aria-labelledby="chats-title">
      <header class="pane-head">
        <h1 id="chats-title">{say('chats.title')}</h1>
        <KeepAll />
      </header>
      <div class="list-tools">
        <Search desk={desk} />
        <Filters />
      </div>
      <ChatList desk={desk} />
    </section>
  )
}

function KeepAll() {
  const asking = useSignal(false)
  return (
    <>
      <button type="button" class="icon-button" aria-label={say('chats.keep')} data-tip={say('chats.keep')} onClick={() => (asking.value = true)}>
        <Icon node={Download} />
      </button>
      {asking.value && (
        <KeepDialog title={say('chats.keep')} hint={say('chats.keep.hint')} from="/admin/chat/api/export" onDone={() => (asking.value = false)} />
      )}
    </>
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
