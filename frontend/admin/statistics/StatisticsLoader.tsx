/** Fetches the page of statistics when somebody first wants it. */

import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Desk } from '../desk'
import { Note } from '../ui/Note'
import { say } from '../words'

type Page = ComponentType<{ desk: Desk }>

export function StatisticsLoader({ desk }: { desk: Desk }) {
  const [page, setPage] = useState<{ Page: Page } | 'failed' | null>(null)

  const load = () => {
    setPage(null)
    import('./StatisticsPage').then(
      ({ StatisticsPage }) => setPage({ Page: StatisticsPage }),
      () => setPage('failed'),
    )
  }
  useEffect(load, [])

  if (page === null) return null
  if (page !== 'failed') return <page.Page desk={desk} />
  return (
    <Note alert title={say('statistics.failed')} hint={say('failed.network.hint')}>
      <button type="button" class="button" onClick={() => location.reload()}>
        {say('again')}
      </button>
    </Note>
  )
}
