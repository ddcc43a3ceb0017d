/** Messages a day as bars; its title says what they show. The table below has the same numbers in words. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { dayIn } from '../times'
import { figure, say } from '../words'
import { bars, type Bar, type Day } from './figures'

const HEIGHT = 200
const LEFT = 40
const FOOT = 24
const TOP = 8
const PLOT = HEIGHT - FOOT - TOP
/** As wide as the longest name of a day. */
const LABEL = 56

export function Chart({ days, most }: { days: readonly Day[]; most: Day }) {
  return (
    <figure class="chart" aria-labelledby="chart-title">
      <figcaption>
        <h2 id="chart-title" class="statistics-sub">
          {say('statistics.chart.busiest', { day: dayIn(most.day, 'long'), n: figure(most.messages) })}
        </h2>
        <p class="meta">{say('statistics.chart.hint')}</p>
      </figcaption>
      <Drawing days={days} most={most} />
    </figure>
  )
}

/** Drawn in the page's own pixels, so that its words keep their size. */
function Drawing({ days, most }: { days: readonly Day[]; most: Day }) {
  const { box, width } = useWidth()
  const { top, bars: drawn } = bars(days)
  const step = (width - LEFT) / Math.max(1, drawn.length)
  const every = Math.ceil(LABEL / step)
  return (
    <div ref={box}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
        {[0, 0.5, 1].map(share => (
          <Line key={share} share={share} width={width} value={top * share} />
        ))}
        {drawn.map((bar, n) => (
          <g key={bar.day.day} transform={`translate(${LEFT + n * step} 0)`}>
            <Column bar={bar} step={step} most={bar.day === most} />
            {(drawn.length - 1 - n) % every === 0 && (
              <text class="tick" x={step / 2} y={HEIGHT - 4} text-anchor="middle">
                {dayIn(bar.day.day, 'short')}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}

function Line({ share, width, value }: { share: number; width: number; value: number }) {
  const y = TOP + PLOT * (1 - share)
  return (
    <>
      <line class="grid" x1={LEFT} x2={width} y1={y} y2={y} />
      <text class="tick" x={LEFT - 8} y={y} text-anchor="end" dominant-baseline="middle">
        {figure(value)}
      </text>
    </>
  )
}

function Column({ bar: { day, height }, step, most }: { bar: Bar; step: number; most: boolean }) {
  const tall = PLOT * height
  return (
    <rect class={most ? 'bar most' : 'bar'} x={step * 0.2} width={step * 0.6} y={TOP + PLOT - tall} height={tall} rx={Math.min(4, tall / 2)}>
      <title>{`${dayIn(day.day, 'long')}: ${figure(day.messages)}`}</title>
    </rect>
  )
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(720)
  useEffect(() => {
    if (box.current === null) return
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.round(entry?.contentRect.width ?? 720))))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  return { box, width }
}
