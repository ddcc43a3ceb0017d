/** The panel: a header, and below it what there is to see of the chat. */

import type { ReadonlySignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { LiveLine } from '../shared/ui/LiveLine'
import { Banner } from './Banner'
import { Header } from './Header'
import type { Host } from './host'
import { StartForm } from './StartForm'
import type { PageStore } from './store'
import { TalkView } from './TalkView'
import type { Visit } from './visit'
import { say } from './words'

export interface WidgetProps {
  visit: Visit
  host: Host
  opened: ReadonlySignal<boolean>
  store: PageStore
  onClose: () => void
}

export function LiveChatWidget({ visit, host, opened, store, onClose }: WidgetProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null)
  const shown = opened.value
  const narrow = host.narrow.value
  const scene = visit.scene.value
  const talk = visit.talk.value

  useLayoutEffect(() => {
    const panel = dialog.current!
    if (!shown) return
    if (!narrow) {
      panel.show()
      return () => panel.close()
    }
    panel.showModal()
    const letGo = host.freeze()
    return () => {
      panel.close()
      letGo()
    }
  }, [shown, narrow])

  useLayoutEffect(() => {
    if (!shown) return
    const panel = dialog.current!
    // A phone's keyboard comes up only when the visitor asks for it.
    const first = (!narrow || panel.matches(':focus-within')) && panel.querySelector<HTMLElement>('.lc-body :is(input, textarea)')
    ;(first || panel).focus()
  }, [shown, narrow, scene])

  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }

  return (
    <dialog
      ref={dialog}
      class="lc-panel"
      tabIndex={-1}
      aria-label={visit.config.value?.team.name ?? say('title')}
      onKeyDown={pressed}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      <Header visit={visit} onClose={onClose} />
      <Banner connection={visit.connection} />
      <div class="lc-body">
        {scene === 'asking' && <div class="lc-skeleton" />}
        {scene === 'failed' && (
          <div class="lc-notice" role="alert">
            <h2>{say('load.failed')}</h2>
            <p>{say('load.hint')}</p>
            <button type="button" class="lc-button" onClick={visit.look}>
              {say('tryAgain')}
            </button>
          </div>
        )}
        {scene === 'form' && <StartForm visit={visit} />}
        {scene === 'talk' && talk && <TalkView talk={talk} visit={visit} fleeting={store.fleeting} />}
      </div>
      {talk && <LiveLine chat={talk} several={n => say('several', { n })} />}
    </dialog>
  )
}
