/** What is known of a chat: the session, its entries without a gap, how far both sides have read. */

import { batch, signal } from '@preact/signals'
import type { Pages } from '../api'
import type { Closing, Earlier, Phase } from '../conversation'
import type { MessageView, SessionView } from '../views'

export type State<S extends SessionView> = ReturnType<typeof createState<S>>

/** Others will come; a kind that is not known has its place and nothing to show. */
export const isShown = ({ kind }: MessageView) => kind === 'text'

export function createState<S extends SessionView>(first: S, self: 'guest' | 'admin') {
  const session = signal(first)
  const phase = signal<Phase>('loading')
  const messages = signal<readonly MessageView[]>([])
  const closed = signal<Closing | null>(null)
  const earlier = signal<Earlier>('none')

  const other = self === 'guest' ? 'admin' : 'guest'
  let told = first
  let loaded = false
  let entries: MessageView[] = []
  /** Own messages that are stored beyond what is known; shown, but the gap before them counts. */
  let ahead: MessageView[] = []
  let read = { guest: 0, admin: 0 }

  const last = () => entries.at(-1)?.seq ?? 0
  const beginning = () => entries[0]?.seq ?? 1
  const mark = () => read[self]

  function refresh(): void {
    const { guest_last_read_seq: guest, admin_last_read_seq: admin } = told
    read = { guest: Math.max(read.guest, guest), admin: Math.max(read.admin, admin) }
    if (told.status === 'closed') closed.value ??= { by: told.closed_by, at: told.last_activity_at }
    const newest = entries.at(-1)?.created_at ?? ''
    const next: S = {
      ...told,
      status: closed.value ? 'closed' : told.status,
      guest_last_read_seq: read.guest,
      admin_last_read_seq: read.admin,
      last_seq: Math.max(told.last_seq, last()),
      last_activity_at: newest > told.last_activity_at ? newest : told.last_activity_at,
      unread_count: unread(),
    }
    // A look that brought nothing new must not redraw anything.
    if (JSON.stringify(next) !== JSON.stringify(session.peek())) session.value = next
  }

  /** Counted where all that is unread has been loaded, else the server's number and what came since. */
  function unread(): number {
    const others = (after: number) => entries.filter(entry => entry.seq > after && entry.sender_type === other).length
    return loaded && beginning() <= mark() + 1 ? others(mark()) : told.unread_count + others(told.last_seq)
  }

  function show(): void {
    ahead = ahead.filter(message => message.seq > last())
    while (ahead[0]?.seq === last() + 1) entries.push(ahead.shift()!)
    messages.value = [...entries, ...ahead].filter(isShown)
    refresh()
  }

  /** The server says how the session is. */
  function tell(next: S): void {
    told = next
    refresh()
  }

  /** Begins with the newest page, the first time or anew. */
  function start(page: Pages<S>): void {
    batch(() => {
      if (page.epoch !== told.epoch) {
        ahead = []
        read = { guest: 0, admin: 0 }
        closed.value = null
      }
      entries = [...page.messages]
      told = page.session
      loaded = true
      phase.value = 'ready'
      earlier.value = page.has_more ? 'some' : 'none'
      show()
    })
  }

  /** Takes what follows on the last entry and gives back what was new. */
  function append(more: readonly MessageView[]): MessageView[] {
    const fresh = more.filter(message => message.seq > last())
    if (fresh.length === 0) return fresh
    entries.push(...fresh)
    show()
    return fresh
  }

  function prepend(page: Pages<S>): void {
    batch(() => {
      entries = [...page.messages.filter(message => message.seq < beginning()), ...entries]
      earlier.value = page.has_more ? 'some' : 'none'
      show()
    })
  }

  /** Shows an own message although others before it are still unknown. */
  function keep(message: MessageView): void {
    if (message.seq <= last() || ahead.some(known => known.seq === message.seq)) return
    ahead = [...ahead, message].sort((a, b) => a.seq - b.seq)
    show()
  }

  function markRead(reader: 'guest' | 'admin', seq: number): void {
    read[reader] = Math.max(read[reader], seq)
    refresh()
  }

  function close(by: Closing['by'], at: string): void {
    closed.value = { by, at }
    refresh()
  }

  return {
    session, phase, messages, closed, earlier,
    last, beginning, mark, tell, start, append, prepend, keep, markRead, close,
    epoch: () => told.epoch,
    loaded: () => loaded,
    /** Whether the other side has said something in between that is not known to be read. */
    unreadUpTo: (seq: number) =>
      beginning() > mark() + 1 || entries.some(entry => entry.seq > mark() && entry.seq <= seq && entry.sender_type === other),
  }
}
