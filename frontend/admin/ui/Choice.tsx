/** One of a few, side by side. */

interface Props<Value extends string> {
  legend: string
  options: readonly (readonly [value: Value, label: string, lang?: string])[]
  chosen: Value
  onChoose: (value: Value) => void
}

export function Choice<Value extends string>({ legend, options, chosen, onChoose }: Props<Value>) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="choice-row">
        {options.map(([value, label, lang]) => (
          <label key={value} lang={lang}>
            <input type="radio" name={legend} value={value} checked={value === chosen} onChange={() => onChoose(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
