/** The end of the list: fetches the next page shortly before it is reached. */

import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { SessionList } from '../sessionList'
import { say } from '../words'

export function MoreRows({ list, scroller }: { list: SessionList; scroller: RefObject<HTMLDivElement | null> }) {
  const end = useRef<HTMLDivElement>(null)
  const state = list.more.value

  useEffect(() => {
    if (end.current === null || state !== 'some') return
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) void list.loadMore()
      },
      { root: scroller.current, rootMargin: '600px' },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [list, state])

  if (state === 'none') return null
  return (
    <div ref={end} class="more-rows" aria-busy={state === 'loading'}>
      {state === 'failed' && (
        <>
          <p class="meta">{say('chats.more.failed')}</p>
          <button type="button" class="button" onClick={() => void list.loadMore()}>
            {say('again')}
          </button>
        </>
      )}
    </div>
  )
}
