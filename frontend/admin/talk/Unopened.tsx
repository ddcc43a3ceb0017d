/** A chat that is not there yet, could not be loaded, or is gone. */

import { networked } from '../attention'
import type { Desk } from '../desk'
import { Note } from '../ui/Note'
import { say } from '../words'
import { BackLink } from './BackLink'

export function Unopened({ desk, state }: { desk: Desk; state: 'loading' | 'failed' | 'gone' }) {
  return (
    <section class="pane talk-pane" aria-busy={state === 'loading'}>
      <header class="pane-head">
        <BackLink />
      </header>
      {state === 'loading' && <span class="lc-unseen late">{say('chat.loading')}</span>}
      {state === 'gone' && <Note title={say('chat.gone')} hint={say('chat.gone.hint')} />}
      {state === 'failed' && (
        <Note alert title={say('chat.failed')} hint={say(networked.value ? 'failed.network.hint' : 'offline.view.hint')}>
          <button type="button" class="button" onClick={desk.chats.retry}>
            {say('again')}
          </button>
        </Note>
      )}
    </section>
  )
}
