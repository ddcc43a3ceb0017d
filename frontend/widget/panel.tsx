/** Takes over from the loader: the panel behind the launcher, and the commands of `window.LiveChat`. */

import { computed, effect, signal } from '@preact/signals'
import { render } from 'preact'
import { createAsk } from '../shared/api'
import { createStore } from '../shared/store'
import { createCredential } from './credential'
import { PLACES, watchHost } from './host'
import type { Introduction } from './introduction'
import { createLauncher } from './launcher'
import { LiveChatWidget } from './LiveChatWidget'
import styles from './widget.css?inline'
import type { PanelModule } from './stage'
import { createVisit, type Visit } from './visit'
import { locale, localeOf, speak } from './words'

type Hear = (value?: unknown) => void

export const start: PanelModule['start'] = async (script, element, indonesian, dress) => {
  await speak(indonesian ? 'id' : 'en')
  const { origin, href } = new URL('.', script.src)
  const server = href.slice(0, -1)
  const root = element.shadowRoot!
  const top = root.firstElementChild as HTMLElement
  const launcher = top.firstElementChild as HTMLButtonElement
  dress(styles)
  top.dir = 'ltr'
  top.dataset.theme = script.dataset.theme ?? ''

  const own = origin === location.origin
  const host = watchHost(root)
  const store = createStore(PLACES)
  const credential = createCredential(own, store)
  const opened = signal(false)
  const visible = computed(() => opened.value && host.attended.value && visit.scene.value === 'talk')
  const visit: Visit = createVisit({
    ask: createAsk(own ? { base: server } : { base: server, token: credential.token }),
    server,
    credential,
    store,
    host,
    visible,
    about: () => ({ locale: locale.value, metadata: { page: location.origin + location.pathname } }),
  })

  const listeners: [name: string, hear: Hear][] = []
  // In a turn of its own each: what a page's listener throws is the page's.
  const tell = (told: string, value?: unknown) => listeners.forEach(([name, hear]) => name === told && queueMicrotask(() => hear(value)))

  const open = () => {
    visit.look()
    opened.value = true
  }
  const close = () => {
    if (!opened.value) return
    opened.value = false
    launcher.focus()
  }

  const draw = createLauncher(launcher)
  const stops = [
    // What arrives before somebody's eyes is unread for a moment, and no news.
    effect(() => draw(opened.value, visible.value ? 0 : visit.unread.value)),
    effect(() => {
      top.lang = locale.value
    }),
    effect(() => tell('unread', visit.unread.value)),
    effect(() => tell(opened.value ? 'open' : 'close')),
    effect(() => visit.talk.value?.onArrival(message => tell('message', message))),
  ]

  const panel = top.appendChild(document.createElement('div'))
  render(<LiveChatWidget visit={visit} host={host} opened={opened} store={store} onClose={close} />, panel)
  launcher.onclick = () => (opened.value ? close() : open())
  if (credential.session()) visit.look()

  const commands: Record<string, (...values: never[]) => unknown> = {
    open,
    close,
    identify(known: Partial<Introduction> = {}) {
      const { name, email, phone } = { ...visit.introduction.value, ...known }
      visit.introduction.value = { ...visit.introduction.value, name: `${name}`, email: `${email}`, phone: `${phone}` }
    },
    setLocale: (tag: string) => speak(localeOf(`${tag}`)),
    on(name: string, hear: Hear) {
      listeners.push([name, hear])
      if (name === 'unread') hear(visit.unread.value)
    },
    destroy() {
      opened.value = false
      stops.forEach(stop => stop())
      render(null, panel)
      visit.stop()
      host.leave()
      element.remove()
      delete window.LiveChat
    },
  }
  return ([name, ...values]) => void commands[name]?.(...(values as never[]))
}
