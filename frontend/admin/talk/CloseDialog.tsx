/** Asks once, and names whom it is about. */

import { useSignal } from '@preact/signals'
import type { Chat } from '../openChats'
import { explain } from '../refusals'
import { Dialog } from '../ui/Dialog'
import { say } from '../words'

export function CloseDialog({ chat, onDone }: { chat: Chat; onDone: () => void }) {
  const busy = useSignal(false)
  const failure = useSignal<string | null>(null)
  const name = chat.session.value.guest_name

  async function close(): Promise<void> {
    if (busy.value) return
    busy.value = true
    failure.value = null
    const refusal = await chat.close()
    busy.value = false
    if (refusal === null) onDone()
    else failure.value = `${say('chat.close.failed')}. ${explain(refusal)}`
  }

  return (
    <Dialog role="alertdialog" title={say('chat.close.title', { name })} onClose={onDone}>
      <p class="quiet">{say('chat.close.hint', { name })}</p>
      {chat.unsent.value.length > 0 && <p>{say('chat.close.unsent', { name })}</p>}
      {failure.value !== null && (
        <p class="problem" role="alert">
          {failure.value}
        </p>
      )}
      <div class="actions end">
        <button type="button" class="button" onClick={onDone}>
          {say('chat.close.cancel')}
        </button>
        <button type="button" class="button danger" aria-busy={busy.value} onClick={() => void close()}>
          {say('chat.close')}
        </button>
      </div>
    </Dialog>
  )
}
