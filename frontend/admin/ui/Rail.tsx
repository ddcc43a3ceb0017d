/** Where to go: on wide screens at the side, on phones at the foot. */

import { ChartColumn, MessagesSquare } from 'lucide'
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Icon, type IconNode } from '../../shared/ui/Icon'
import type { Desk } from '../desk'
import { chatsWith, place } from '../navigation'
import { addressOf } from '../routes'
import { KEYS } from '../shortcuts'
import { count, say } from '../words'
import { AccountMenu } from './AccountMenu'
import { Face } from './Face'
import { Mark } from './Mark'

export function Rail({ desk }: { desk: Desk }) {
  const menu = useSignal(false)
  const page = place.value.page
  const unread = desk.inbox.unread.value
  return (
    <nav class="rail" aria-label={say('console')}>
      <span class="rail-mark">
        <Mark />
      </span>
      <Item icon={MessagesSquare} name={say('page.chats')} href={addressOf(chatsWith({}))} shortcut={KEYS.chats} current={page === 'chats'}>
        {unread > 0 && (
          <>
            <span class="dot" aria-hidden="true" />
            <span class="lc-unseen">{count('chats.unread.one', 'chats.unread.many', unread)}</span>
          </>
        )}
      </Item>
      <Item icon={ChartColumn} name={say('page.statistics')} href={addressOf({ page: 'statistics' })} shortcut={KEYS.statistics} current={page === 'statistics'} />
      <button
        type="button"
        class="rail-item rail-foot tip-side"
        aria-haspopup="dialog"
        aria-expanded={menu.value}
        data-tip={say('account.open')}
        onClick={() => (menu.value = true)}
      >
        <Face id={desk.admin.email} name={desk.admin.name} small />
        <span class="name">{say('account.open')}</span>
      </button>
      {menu.value && <AccountMenu desk={desk} onClose={() => (menu.value = false)} />}
    </nav>
  )
}

interface ItemProps {
  icon: IconNode
  name: string
  href: string
  shortcut: string
  current: boolean
  children?: ComponentChildren
}

function Item({ icon, name, href, shortcut, current, children }: ItemProps) {
  return (
    <a class="rail-item tip-side" href={href} aria-current={current ? 'page' : undefined} data-tip={`${name} · ${shortcut}`}>
      <Icon node={icon} />
      <span class="name">{name}</span>
      {children}
    </a>
  )
}
