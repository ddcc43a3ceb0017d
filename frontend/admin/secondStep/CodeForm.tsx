/** One field for a code, and the button that sends it. */

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { explain } from '../refusals'
import { Field } from '../ui/Field'
import { useForm } from '../ui/useForm'

interface Props {
  label: string
  hint?: string
  submit: string
  danger?: boolean
  send: (code: string) => Promise<void>
  /** Another way out, beside the button. */
  children?: ComponentChildren
}

export function CodeForm({ label, hint, submit, danger = false, send, children }: Props) {
  const [failure, setFailure] = useState<string>()
  const form = useForm(
    { code: { required: true } },
    async ({ code }) => {
      setFailure(undefined)
      await send(code)
    },
    error => setFailure(explain(error)),
  )
  return (
    <form class="form" noValidate onSubmit={form.submit} ref={form.ref}>
      <Field name="code" label={label} autocomplete="one-time-code" hint={hint} problem={form.problems.code ?? failure} autofocus />
      <div class="actions end">
        {children}
        <button class={`button ${danger ? 'danger' : 'main'}`} type="submit" aria-busy={form.busy}>
          {submit}
        </button>
      </div>
    </form>
  )
}
