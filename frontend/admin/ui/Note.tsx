/** Empty or failed: what is so, what to do, one action. */

import type { ComponentChildren } from 'preact'

interface Props {
  title: string
  hint?: string | undefined
  alert?: boolean
  children?: ComponentChildren
}

export function Note({ title, hint, alert = false, children }: Props) {
  return (
    <div class="note" role={alert ? 'alert' : undefined}>
      <p>{title}</p>
      {hint !== undefined && <p class="quiet">{hint}</p>}
      {children}
    </div>
  )
}
