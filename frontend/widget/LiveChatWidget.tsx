/** The panel: a header, and below it what there is to see of the chat. */

import type { ReadonlySignal } from '@preact/signals'
import { Component, createRef, type VNode } from 'preact'
import type { PageStore } from '../shared/store'
import { LiveLine } from '../shared/ui/LiveLine'
import { Banner } from './Banner'
import { Header } from './Header'
import type { Host } from './host'
import { StartForm } from './StartForm'
import { TalkView } from './TalkView'
import type { Scene, Visit } from './visit'
import { say } from './words'

export interface WidgetProps {
  visit: Visit
  host: Host
  opened: ReadonlySignal<boolean>
  store: PageStore
  onClose: () => void
}

/** The whole screen, or a panel beside the page. */
type Way = 'whole' | 'beside' | null

export class LiveChatWidget extends Component<WidgetProps> {
  private readonly dialog = createRef<HTMLDialogElement>()
  private way: Way = null
  private shown: Way = null
  private focused: Scene | null = null
  private thaw = () => {}

  override componentDidUpdate(): void {
    const { way } = this
    const scene = way && this.props.visit.scene.peek()
    if (way === this.shown && scene === this.focused) return
    if (way !== this.shown) this.show(way)
    this.shown = way
    this.focused = scene
    if (way) this.focus()
  }

  override componentWillUnmount(): void {
    this.show(null)
  }

  private show(way: Way): void {
    const panel = this.dialog.current!
    panel.close()
    this.thaw()
    this.thaw = way === 'whole' ? this.props.host.freeze() : () => {}
    if (way === 'whole') panel.showModal()
    else if (way) panel.show()
  }

  /** A phone's keyboard comes up only when the visitor asks for it. */
  private focus(): void {
    const panel = this.dialog.current!
    const first = (this.way === 'beside' || panel.matches(':focus-within')) && panel.querySelector<HTMLElement>('.lc-body :is(input, textarea)')
    ;(first || panel).focus()
  }

  override render({ visit, store, onClose, opened, host }: WidgetProps): VNode {
    this.way = opened.value ? (host.narrow.value ? 'whole' : 'beside') : null
    const scene = visit.scene.value
    const talk = visit.talk.value

    const pressed = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return
      event.preventDefault()
      onClose()
    }

    return (
      <dialog
        ref={this.dialog}
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
        {talk && <LiveLine key={talk.session.peek().session_id} chat={talk} several={n => say('several', n)} />}
      </dialog>
    )
  }
}
