/** The chart's numbers, newest day first. */

import { dayIn } from '../times'
import { figure, say } from '../words'
import type { Day } from './figures'

export function DayTable({ days }: { days: readonly Day[] }) {
  const sum = (of: 'sessions' | 'messages') => figure(days.reduce((total, day) => total + day[of], 0))
  return (
    <table class="days">
      <caption class="statistics-sub">{say('statistics.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('statistics.day')}</th>
          <th scope="col">{say('statistics.day.chats')}</th>
          <th scope="col">{say('statistics.day.messages')}</th>
        </tr>
      </thead>
      <tbody>
        {[...days].reverse().map(day => (
          <tr key={day.day}>
            <th scope="row">{dayIn(day.day, 'medium')}</th>
            <td>{figure(day.sessions)}</td>
            <td>{figure(day.messages)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say('statistics.total')}</th>
          <td>{sum('sessions')}</td>
          <td>{sum('messages')}</td>
        </tr>
      </tfoot>
    </table>
  )
}
