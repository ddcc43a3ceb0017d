/** Everything that is done to the page around the widget, and heard from it. */

import { signal, type ReadonlySignal } from '@preact/signals'
import type { Store } from '../shared/store'

/** Below this the panel is the whole screen. */
const NARROW = '(max-width: 479.98px)'

export interface Host {
  /** Whether somebody looks at this page now. */
  readonly attended: ReadonlySignal<boolean>
  readonly narrow: ReadonlySignal<boolean>
  /** Holds the page still behind the panel; what is returned lets go, and leaves it where it was. */
  freeze(): () => void
  /** False where the browser knows that it has no network. */
  readonly online: ReadonlySignal<boolean>
  /** Hears nothing any more. */
  leave(): void
}

/** Where the page remembers things; it may forbid each of them. */
export const PLACES: readonly (() => Store)[] = [() => localStorage, () => sessionStorage]

export function watchHost(root: ShadowRoot): Host {
  const life = new AbortController()
  const on = (target: EventTarget, names: string, hear: (event: Event) => void) => {
    for (const name of names.split(' ')) target.addEventListener(name, hear, { signal: life.signal })
  }

  const looking = () => document.visibilityState === 'visible' && document.hasFocus()
  const attended = signal(looking())
  on(document, 'visibilitychange', () => (attended.value = looking()))
  on(window, 'focus blur', () => (attended.value = looking()))

  const online = signal(navigator.onLine)
  on(window, 'online offline', () => (online.value = navigator.onLine))

  const query = matchMedia(NARROW)
  const narrow = signal(query.matches)
  on(query, 'change', () => (narrow.value = query.matches))

  const view = window.visualViewport
  const seen = sheet(root)
  if (view && seen) {
    // On screen keyboards cover the page without telling it; a page that is zoomed into stays as it is.
    const measure = () => seen.replaceSync(view.scale > 1.01 ? '' : `.lc-top{--lc-seen:${view.height}px;--lc-seen-from:${view.offsetTop}px}`)
    on(view, 'resize scroll', measure)
    measure()
  }

  return {
    attended,
    narrow,
    freeze() {
      const { scrollX: left, scrollY: top } = window
      const still = sheet(document)
      still?.replaceSync('html,body{overflow:hidden!important;overscroll-behavior:none!important}')
      return () => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter(other => other !== still)
        if (scrollX !== left || scrollY !== top) scrollTo({ left, top, behavior: 'instant' })
      }
    },
    online,
    leave: () => life.abort(),
  }
}

/** An empty style sheet in use there; null where the browser has none to construct. */
function sheet(root: DocumentOrShadowRoot): CSSStyleSheet | null {
  try {
    const made = new CSSStyleSheet()
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, made]
    return made
  } catch {
    return null
  }
}
