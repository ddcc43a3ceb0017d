/** Colours of this page and, through its open shadow root, of the widget on it: as if the line on the page had been another one. */

import { effect, signal } from '@preact/signals'
import { COLOURS, textOn, type Accent } from './accents'
import { locale } from './words'

export type Theme = 'auto' | 'light' | 'dark'

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark']

export const theme = signal<Theme>('auto')
export const accent = signal<Accent>('green')

const paint = new CSSStyleSheet()

export function dress(): void {
  document.adoptedStyleSheets.push(paint)
  effect(() => {
    const colour = COLOURS[accent.value]
    // Until something is chosen the server's own accent is shown.
    paint.replaceSync(accent.value === 'green' ? '' : `:root,.lc-top{--lc-accent:${colour};--lc-accent-text:${textOn(colour)}}`)
    const root = document.querySelector('live-chat')?.shadowRoot
    if (root && !root.adoptedStyleSheets.includes(paint)) root.adoptedStyleSheets.push(paint)
    for (const element of [document.documentElement, root?.querySelector<HTMLElement>('.lc-top')]) {
      if (element) element.dataset.theme = theme.value
    }
  })
  let spoken = locale.peek()
  effect(() => {
    document.documentElement.lang = locale.value
    if (locale.value === spoken) return
    spoken = locale.value
    const page = window as { LiveChat?: { push(command: readonly unknown[]): void } }
    page.LiveChat?.push(['setLocale', spoken])
  })
}

/** The line that makes another site look as chosen here. */
export function embedLine(): string {
  const chosen = accent.value === 'green' ? '' : ` data-accent="${COLOURS[accent.value]}"`
  return `<script src="${location.origin}/widget.js"${chosen} async></script>`
}
