/** Colours of this page and, through its open shadow root, of the widget on it: as if the line on the page had been another one. */

import { effect, signal } from '@preact/signals'
import { locale } from './words'

export type Theme = 'auto' | 'light' | 'dark'

export const ACCENTS = ['#1f5e4b', '#1d4ed8', '#9f1239', '#f5b301'] as const

export const theme = signal<Theme>('auto')
export const accent = signal<(typeof ACCENTS)[number]>(ACCENTS[0])

const paint = new CSSStyleSheet()

export function dress(): void {
  document.adoptedStyleSheets.push(paint)
  effect(() => {
    const colours = `--lc-accent:${accent.value};--lc-accent-text:${textOn(accent.value)}`
    // Until something is chosen the server's own accent is shown.
    paint.replaceSync(accent.value === ACCENTS[0] ? '' : `:root,.lc-top{${colours}}`)
    const root = document.querySelector('live-chat')?.shadowRoot
    if (root && !root.adoptedStyleSheets.includes(paint)) root.adoptedStyleSheets.push(paint)
    for (const element of [document.documentElement, root?.querySelector<HTMLElement>('.lc-top')]) {
      if (element) element.dataset.theme = theme.value
    }
  })
  effect(() => {
    document.documentElement.lang = locale.value
  })
}

/** The line that makes another site look as chosen here. */
export function embedLine(): string {
  const chosen = accent.value === ACCENTS[0] ? '' : ` data-accent="${accent.value}"`
  return `<script src="${location.origin}/widget.js"${chosen} async></script>`
}

/** Black or white, whichever stands out more (WCAG 2.2, contrast ratio). */
export function textOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#fff' : '#000'
}
