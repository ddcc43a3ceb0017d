/** The platform's dialog over the page: Escape and a click beside it close it, the focus returns. */

import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

interface Props {
  title: string
  role?: 'dialog' | 'alertdialog'
  class?: string
  /** Without it the dialog stays until what it asks for is done. */
  onClose?: () => void
  children: ComponentChildren
}

export function Dialog({ title, role = 'dialog', class: name = '', onClose, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])

  // Browsers close it at the second Escape whatever the page says.
  const closed = () => {
    if (ref.current === null) return
    if (onClose === undefined) ref.current.showModal()
    else onClose()
  }
  const cancel = (event: Event) => {
    event.preventDefault()
    onClose?.()
  }
  const press = (event: MouseEvent) => {
    if (event.target === ref.current) onClose?.()
  }

  return (
    <dialog ref={ref} class={`dialog ${name}`} role={role} aria-labelledby={id} onClose={closed} onCancel={cancel} onMouseDown={press}>
      <div class="dialog-body">
        <h2 id={id} class="dialog-title">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
