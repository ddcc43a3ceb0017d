/** Four figures of the last seven days, one chart of the last fourteen, and the same as a table. */

import { useSignal, useSignalEffect } from '@preact/signals'
import type { StatisticsView } from '../../shared/views'
import { visible } from '../attention'
import type { Desk } from '../desk'
import { explain } from '../refusals'
import { times } from '../times'
import { Note } from '../ui/Note'
import { say } from '../words'
import { Chart } from './Chart'
import { DayTable } from './DayTable'
import { busiest } from './figures'
import { Figures } from './Figures'

/** The server counts at most every ten seconds. */
const AGAIN = 30_000

interface Counted {
  week: StatisticsView
  fortnight: StatisticsView
}

export function StatisticsPage({ desk }: { desk: Desk }) {
  const counted = useSignal<Counted | null>(null)
  const failure = useSignal<unknown>(null)

  const load = async () => {
    try {
      const [week, fortnight] = await Promise.all([desk.statistics(7), desk.statistics(14)])
      counted.value = { week, fortnight }
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  useSignalEffect(() => {
    // Read first: a connection that comes back is a reason to ask at once.
    const lookedAt = desk.realtime.state.value && visible.value
    if (!lookedAt) return
    void load()
    const timer = setInterval(() => void load(), AGAIN)
    return () => clearInterval(timer)
  })

  return (
    <div class="statistics" tabIndex={0} role="region" aria-labelledby="statistics-title">
      <header class="statistics-head">
        <h1 id="statistics-title">{say('statistics.title')}</h1>
        {counted.value !== null && <p class="meta">{say('statistics.asof', { time: times.value.clock(counted.value.week.as_of) })}</p>}
      </header>
      {counted.value === null && failure.value === null && <p class="late quiet">{say('statistics.loading')}</p>}
      {counted.value === null && failure.value !== null && (
        <Note alert title={say('statistics.failed')} hint={explain(failure.value)}>
          <button type="button" class="button" onClick={() => void load()}>
            {say('again')}
          </button>
        </Note>
      )}
      {counted.value !== null && <Counts {...counted.value} />}
    </div>
  )
}

function Counts({ week, fortnight }: Counted) {
  const days = fortnight.by_day
  const most = busiest(days)
  return (
    <>
      <Figures week={week} fortnight={fortnight} />
      {most === null && <p>{say('statistics.chart.none')}</p>}
      {most !== null && <Chart days={days} most={most} />}
      {most !== null && <DayTable days={days} />}
    </>
  )
}
