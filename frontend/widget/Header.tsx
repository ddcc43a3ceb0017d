/** Who answers, whether somebody is there, and the ways out. */

import { signal } from '@preact/signals'
import { ChevronLeft, Ellipsis, X } from 'lucide'
import { Component, type VNode } from 'preact'
import { initials } from '../shared/text'
import { Icon } from '../shared/ui/Icon'
import type { Visit } from './visit'
import { say } from './words'

export function Header({ visit, onClose }: { visit: Visit; onClose: () => void }): VNode {
  const config = visit.config.value
  const name = config?.team.name ?? say('title')
  const inForm = visit.scene.value === 'form'
  const talk = visit.talk.value
  const phase = talk?.phase.value
  return (
    <header class="lc-header">
      {inForm && phase === 'ready' && (
        <button type="button" class="lc-quiet" aria-label={say('back')} title={say('back')} onClick={visit.back}>
          <Icon node={ChevronLeft} />
        </button>
      )}
      <span class="lc-face" aria-hidden="true">
        {initials(name)}
      </span>
      <div class="lc-who">
        <h1>{name}</h1>
        {config && <Availability {...config.availability} />}
      </div>
      {!inForm && phase === 'ready' && !talk!.closed.value && <Menu visit={visit} />}
      <button type="button" class="lc-quiet" aria-label={say('close')} title={say('close')} onClick={onClose}>
        <Icon node={X} />
      </button>
    </header>
  )
}

function Availability({ online, first_response_seconds: seconds }: { online: boolean; first_response_seconds: number | null }): VNode {
  const words = !online ? say('away') : seconds === null ? say('here') : say('here.reply', Math.ceil(seconds / 60) || 1)
  return <p data-online={online}>{words}</p>
}

class Menu extends Component<{ visit: Visit }> {
  private readonly open = signal(false)

  override render({ visit }: { visit: Visit }): VNode {
    const { open } = this
    const leave = (event: FocusEvent) => {
      if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) open.value = false
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !open.value) return
      event.preventDefault()
      open.value = false
      ;(event.currentTarget as Element).querySelector('button')!.focus()
    }
    return (
      <div class="lc-menu" onFocusOut={leave} onKeyDown={escape}>
        <button type="button" class="lc-quiet" aria-haspopup="menu" aria-expanded={open.value} aria-label={say('menu')} title={say('menu')} onClick={() => (open.value = !open.value)}>
          <Icon node={Ellipsis} />
        </button>
        {open.value && (
          <div role="menu" aria-label={say('menu')}>
            <button
              type="button"
              role="menuitem"
              ref={item => item?.focus()}
              onClick={() => {
                open.value = false
                visit.ending.value = 'asked'
              }}
            >
              {say('end')}
            </button>
          </div>
        )}
      </div>
    )
  }
}
