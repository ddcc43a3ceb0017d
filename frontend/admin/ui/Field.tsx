/** A labelled input with what is wrong with it below, announced and tied to the field. */

import { useId } from 'preact/hooks'

interface Props {
  name: string
  label: string
  type?: 'text' | 'email' | 'password'
  autocomplete: string
  hint?: string | undefined
  problem?: string | undefined
  value?: string
  readOnly?: boolean
  autofocus?: boolean
}

export function Field({ name, label, type = 'text', autocomplete, hint, problem, value, readOnly, autofocus }: Props) {
  const id = useId()
  const below = problem ?? hint
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        // Preact types an input by each single type.
        type={type as 'text'}
        autocomplete={autocomplete}
        autocapitalize={type === 'text' && autocomplete !== 'one-time-code' ? 'words' : 'none'}
        spellcheck={false}
        defaultValue={value ?? ''}
        readOnly={readOnly ?? false}
        aria-invalid={problem !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        autofocus={autofocus ?? false}
        ref={autofocus ? focusOnce : null}
      />
      {below !== undefined && (
        <p id={`${id}-below`} class={problem === undefined ? 'meta' : 'problem'} role={problem === undefined ? undefined : 'alert'}>
          {below}
        </p>
      )}
    </div>
  )
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus()
}
