/** The quiet page around a form before somebody is in. */

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { Mark } from '../ui/Mark'

interface Props {
  title: string
  hint?: string
  children?: ComponentChildren
}

export function DoorPage({ title, hint, children }: Props) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <main class="door">
      <Mark />
      <div>
        <h1 class="door-title">{title}</h1>
        {hint !== undefined && <p class="quiet">{hint}</p>}
      </div>
      {children}
    </main>
  )
}
