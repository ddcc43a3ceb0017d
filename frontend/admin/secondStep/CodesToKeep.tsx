/** The recovery codes, which are shown this once. */

import { CopyButton } from '../ui/CopyButton'
import { say } from '../words'

export function CodesToKeep({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <>
      <p class="quiet">{say('second.codes.hint')}</p>
      <ul class="codes" dir="ltr">
        {codes.map(code => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="actions end">
        <CopyButton text={codes.join('\n')} label={say('second.codes.copy')} />
        <button type="button" class="button main" onClick={onDone}>
          {say('second.codes.kept')}
        </button>
      </div>
    </>
  )
}
