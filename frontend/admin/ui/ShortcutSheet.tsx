/** All shortcuts, and the switch that turns the single keys off. */

import { choose, singleKeys } from '../settings'
import { SHEET, sheetOpen } from '../shortcuts'
import { say } from '../words'
import { Dialog } from './Dialog'
import { Switch } from './Switch'

export function ShortcutSheet() {
  const close = () => (sheetOpen.value = false)
  return (
    <Dialog title={say('shortcut.title')} class="sheet" onClose={close}>
      <dl class="keys">
        {SHEET.map(([word, keys]) => (
          <div key={word}>
            <dt>{say(word)}</dt>
            <dd>
              {keys.split(' ').map(key => (
                <kbd key={key}>{key.length === 1 ? key.toUpperCase() : key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch label={say('shortcut.single')} hint={say('shortcut.single.hint')} on={singleKeys.value} onChange={keys => choose({ keys })} />
      <div class="actions end">
        <button type="button" class="button" autofocus onClick={close}>
          {say('dialog.close')}
        </button>
      </div>
    </Dialog>
  )
}
