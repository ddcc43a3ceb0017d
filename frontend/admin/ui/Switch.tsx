/** On or off, at once. */

import { useId } from 'preact/hooks'

interface Props {
  label: string
  hint: string
  on: boolean
  disabled?: boolean
  onChange: (on: boolean) => void
}

export function Switch({ label, hint, on, disabled = false, onChange }: Props) {
  const id = useId()
  return (
    <div class="switch">
      <button
        type="button"
        role="switch"
        aria-checked={on}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-hint`}
        disabled={disabled}
        onClick={() => onChange(!on)}
      >
        <span id={`${id}-label`}>{label}</span>
        <span class="track" aria-hidden="true" />
      </button>
      <p id={`${id}-hint`} class="meta">
        {hint}
      </p>
    </div>
  )
}
