/** Four figures in one row, each against the seven days before where that says something. */

import type { StatisticsView } from '../../shared/views'
import { count, figure, say, share } from '../words'
import { duration, week as weekOf, type Change } from './figures'

export function Figures({ week, fortnight }: { week: StatisticsView; fortnight: StatisticsView }) {
  const chats = weekOf(fortnight.by_day, 'sessions')
  const messages = weekOf(fortnight.by_day, 'messages')
  return (
    <section aria-labelledby="week-title">
      <h2 id="week-title" class="statistics-sub">
        {say('statistics.week')}
      </h2>
      <dl class="figures">
        <Figure name={say('statistics.chats')} value={figure(chats.now)} below={changeIn(chats.change)} />
        <Figure name={say('statistics.messages')} value={figure(messages.now)} below={changeIn(messages.change)} />
        <Figure name={say('statistics.response')} value={waiting(week.average_first_response_seconds) ?? '–'} below={aboutAnswers(fortnight)} />
        <Figure name={say('statistics.open')} value={figure(fortnight.active_sessions)} below={aboutUnread(fortnight.unread_messages)} />
      </dl>
    </section>
  )
}

function Figure({ name, value, below }: { name: string; value: string; below: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figure-value">{value}</dd>
      <dd class="meta">{below}</dd>
    </div>
  )
}

function changeIn(change: Change): string {
  switch (change.kind) {
    case 'same':
      return say('statistics.same')
    case 'none-before':
      return say('statistics.nobefore')
    case 'more':
    case 'fewer':
      return say(`statistics.${change.kind}`, { percent: share(change.percent / 100) })
  }
}

function aboutAnswers({ average_first_response_seconds }: StatisticsView): string {
  const before = waiting(average_first_response_seconds)
  return before === null ? say('statistics.response.none') : say('statistics.response.hint', { before })
}

function aboutUnread(unread: number): string {
  return unread === 0 ? say('statistics.open.none') : count('statistics.open.unread.one', 'statistics.open.unread.many', unread)
}

function waiting(seconds: number | null): string | null {
  if (seconds === null) return null
  const said = duration(seconds)
  switch (said.unit) {
    case 'seconds':
    case 'minutes':
      return say(`duration.${said.unit}`, { n: said.n })
    case 'hours':
      return say('duration.hours', { h: said.h, m: said.m })
    case 'days':
      return say('duration.days', { d: said.d, h: said.h })
  }
}
