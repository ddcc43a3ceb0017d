/** Answers a shortcut where the thing that it is about is drawn. */

import { useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { wish, type Wish } from '../shortcuts'

export function useWish(what: Wish, answer: () => void): void {
  const latest = useRef(answer)
  const since = useRef(performance.now())
  latest.current = answer
  useSignalEffect(() => {
    const wanted = wish.value
    if (wanted === null || wanted.what !== what || wanted.at <= since.current) return
    since.current = wanted.at
    latest.current()
  })
}
