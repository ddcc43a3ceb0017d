/** The launcher, and nothing else until the visitor acts or has a chat going. Imports nothing at run time. */

import type { Command, PanelModule, Run } from './stage'

declare const __ACCENT__: string
declare const __ACCENT_TEXT__: string
declare const __PANEL__: string

declare global {
  interface Window {
    LiveChat?: unknown
  }
}

const script = document.currentScript as HTMLScriptElement
const queue = window.LiveChat || []

function make(parent: Element | ShadowRoot, tag: string, attributes: Record<string, string>, space = '1999/xhtml'): Element {
  const element = document.createElementNS('http://www.w3.org/' + space, tag)
  for (const name in attributes) element.setAttribute(name, attributes[name]!)
  parent.append(element)
  return element
}

function launch(queue: Command[]): void {
  const { accent, locale } = script.dataset
  const host = document.createElement('live-chat')
  const root = host.attachShadow({ mode: 'open' })
  const wanted = [locale, document.documentElement.lang, ...navigator.languages].find(tag => /^(en|i[dn])\b/i.test(tag!))
  // Older browsers still say "in" for Indonesian.
  const indonesian = /^i/i.test(wanted!)
  const top = make(root, 'div', { class: 'lc-top' })
  const launcher = make(top, 'button', { class: 'lc-launcher', 'aria-label': 'Live chat', 'aria-expanded': 'false' }) as HTMLElement
  const note = make(top, 'div', { role: 'alert' }) as HTMLElement
  make(make(launcher, 'svg', { viewBox: '0 0 24 24' }, '2000/svg'), 'path', { d: 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z' }, '2000/svg')

  const dress = (css: string) => {
    try {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      root.adoptedStyleSheets.push(sheet)
    } catch {
      make(root, 'style', {}).textContent = css
    }
  }
  // White or black, whichever stands out more; for its own accent the server has chosen. A browser that cannot tell takes white.
  const text = accent ? `oklch(from ${accent} calc((.6 - l)*99) 0 0)` : __ACCENT_TEXT__
  dress(
    `:host{all:initial!important}.lc-top{color:#fff;--lc-accent:${accent ?? __ACCENT__};--lc-accent-text:${text}}` +
      '.lc-launcher{position:fixed;--c:clamp(16px,4vw,20px);inset:auto var(--c) var(--c) auto;z-index:2147483646;border:1px solid #0000;border-radius:28px;padding:14px;background:var(--lc-accent);color:var(--lc-accent-text);font:600 15px system-ui;box-shadow:0 6px 24px #1c19172e;cursor:pointer}' +
      'div div .lc-launcher{bottom:88px}' +
      '.lc-launcher svg{display:block;width:26px;fill:none;stroke:currentcolor;stroke-width:1.5}' +
      '.lc-launcher[aria-busy]:after{content:"";position:absolute;inset:3px;border:2px solid;border-top-color:#0000;border-radius:50%;animation:r 1s .3s infinite backwards}' +
      '@keyframes r{0%{opacity:0}to{rotate:1turn}}' +
      '@media print{.lc-top{display:none}}',
  )

  const waiting: Command[] = []
  let panel: Run | undefined
  let loading: Promise<void> | undefined
  /** Runs while the visitor waits for what was pressed. */
  let patience: ReturnType<typeof setTimeout> | 0 = 0
  let tries = ''

  const settle = () => {
    clearTimeout(patience)
    patience = 0
    launcher.removeAttribute('aria-busy')
    note.textContent = ''
  }
  const fail = () => {
    settle()
    make(note, 'button', { class: 'lc-launcher' }).append(indonesian ? 'Chat tidak dapat dimuat. Coba lagi' : 'Chat could not load. Try again')
  }
  const load = () => {
    // A browser may remember that an address failed: the next try has another one.
    loading ??= import(/* @vite-ignore */ new URL(__PANEL__ + tries, script.src).href)
      .then((module: PanelModule) => module.start(script, host, indonesian, dress))
      .then(run => {
        settle()
        waiting.forEach((panel = run))
      })
      .catch(() => {
        loading = undefined
        tries += '?'
        if (patience) fail()
      })
  }
  const run = (command: Command) => {
    if (panel) return panel(command)
    waiting.push(command)
    if (command[0] === 'destroy') {
      host.remove()
      delete window.LiveChat
    }
    if (command[0] === 'open') {
      settle()
      launcher.setAttribute('aria-busy', 'true')
      patience = setTimeout(fail, 10_000)
      load()
    }
  }

  launcher.onclick = note.onclick = () => run(['open'])
  launcher.onpointerenter = launcher.onfocus = load

  const api: Record<string, unknown> = { push: (...commands: Command[]) => commands.forEach(run) }
  for (const name of ['open', 'close', 'identify', 'setLocale', 'on', 'destroy']) api[name] = (...values: unknown[]) => run([name, ...values])
  window.LiveChat = api

  const attach = () => {
    // Behind the body, where no framework looks; the parser may not have come to it yet.
    if (window.LiveChat === api) document.body ? document.body.after(host) : setTimeout(attach)
  }
  attach()
  try {
    if (localStorage.livechat ?? sessionStorage.livechat) load()
  } catch {
    // A page without storage has no chat to come back to.
  }
  queue.forEach(run)
}

// A second inclusion does nothing.
if (Array.isArray(queue)) launch(queue)
