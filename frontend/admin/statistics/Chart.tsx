/** Messages a day as bars; its title says what they show. The table below has the same numbers in words. */

import { locale, figure, say } from '../words'
import { bars, busiest, type Day } from './figures'

const WIDTH = 720
const HEIGHT = 200
const LEFT = 40
const FOOT = 24
const TOP = 8
const PLOT = HEIGHT - FOOT - TOP

export function Chart({ days }: { days: readonly Day[] }) {
  const { top, bars: drawn } = bars(days)
  const most = busiest(days)
  const step = (WIDTH - LEFT) / Math.max(1, drawn.length)
  const at = (share: number) => TOP + PLOT * (1 - share)
  return (
    <figure class="chart" aria-labelledby="chart-title">
      <figcaption>
        <h2 id="chart-title" class="statistics-sub">
          {most === null ? say('statistics.chart.none') : say('statistics.chart.busiest', { day: dayIn(most.day, 'long'), n: figure(most.messages) })}
        </h2>
        <p class="meta">{say('statistics.chart.hint')}</p>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {[0, 0.5, 1].map(share => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={WIDTH} y1={at(share)} y2={at(share)} />
            <text class="tick" x={LEFT - 8} y={at(share)} text-anchor="end" dominant-baseline="middle">
              {figure(top * share)}
            </text>
          </g>
        ))}
        {drawn.map(({ day, height }, n) => (
          <g key={day.day}>
            <rect
              class={day === most ? 'bar most' : 'bar'}
              x={LEFT + n * step + step * 0.18}
              width={step * 0.64}
              y={at(height)}
              height={PLOT * height}
              rx={Math.min(4, (PLOT * height) / 2)}
            >
              <title>{`${dayIn(day.day, 'long')}: ${figure(day.messages)}`}</title>
            </rect>
            {(drawn.length - 1 - n) % 2 === 0 && (
              <text class="tick" x={LEFT + n * step + step / 2} y={HEIGHT - 4} text-anchor="middle">
                {dayIn(day.day, 'short')}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  )
}

/** Days are the server's own, without a time zone of the reader's. */
export function dayIn(day: string, length: 'short' | 'long'): string {
  const said = length === 'short' ? ({ day: 'numeric', month: 'short' } as const) : ({ weekday: 'long', day: 'numeric', month: 'long' } as const)
  return new Intl.DateTimeFormat(locale.value, { ...said, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}
