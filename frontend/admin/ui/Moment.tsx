/** A time in few words, kept fresh; exact for machines and on hover. */

import { now } from '../attention'
import { times } from '../times'

export function Moment({ at, class: name }: { at: string; class?: string }) {
  return (
    <time dateTime={at} title={times.value.exact(at)} class={name}>
      {times.value.ago(at, now.value)}
    </time>
  )
}
