/** What happens beside the screen while somebody is at the desk: address, title, tones, notifications. */

import { effect, untracked } from '@preact/signals'
import { createWatch, type Arrival } from './alerts'
import { attended } from './attention'
import type { Desk } from './desk'
import { place } from './navigation'
import { notify } from './notices'
import { sound } from './settings'
import { chimeOnce, hush } from './sound'
import { figure, say, type Word } from './words'

export function tend(desk: Desk): () => void {
  const stops = [followAddress(desk), countInTitle(desk), announce(desk)]
  return () => stops.forEach(stop => stop())
}

/** The selection is in the address: back, reload and a link all lead to the same chat. */
function followAddress(desk: Desk): () => void {
  return effect(() => {
    const at = place.value
    if (at.page !== 'chats') return
    untracked(() => {
      desk.inbox.show({ status: at.status, q: at.q })
      desk.chats.show(at.session)
    })
  })
}

function countInTitle(desk: Desk): () => void {
  const pages: Partial<Record<string, Word>> = { statistics: 'page.statistics' }
  return effect(() => {
    const n = desk.inbox.unread.value
    const title = `${say(pages[place.value.page] ?? 'page.chats')} · ${desk.config.team.name}`
    document.title = n === 0 ? title : say('title.unread', { n: figure(n), title })
    if ('setAppBadge' in navigator) void navigator.setAppBadge(n).catch(() => {})
  })
}

/** Where nobody is, a tab lets the one in which somebody is be the first. */
const YIELD = 200

/** Nothing is announced of a chat that somebody is looking at. */
function announce(desk: Desk): () => void {
  const arrivals = createWatch()
  return effect(() => {
    if (desk.inbox.active.phase.value !== 'ready') return
    const found = arrivals(desk.inbox.active.rows.value)
    untracked(() => {
      const isSeen = ({ row }: Arrival) => attended.value && desk.onScreen.value && desk.chats.current.value?.id === row.session_id
      for (const { message } of found.filter(isSeen)) hush(message.id)
      const unseen = found.filter(arrival => !isSeen(arrival))
      const newest = unseen[0]
      if (newest === undefined) return
      if (sound.value) setTimeout(chimeOnce, attended.value ? 0 : YIELD, newest.message.id)
      if (!attended.value) unseen.forEach(notify)
    })
  })
}
