/** What the loader hands to the panel, and what it gets back; types only. */

/** `['open']`, `['identify', { name, email }]` …: what the host page says. */
export type Command = readonly [name: string, ...values: unknown[]]

/** Runs a command of `window.LiveChat`. */
export type Run = (command: Command) => void

/** Adds a style sheet to the shadow root. */
export type Dress = (css: string) => void

export interface PanelModule {
  /**
   * Shows nothing, and asks the server nothing unless there is a chat to come back to.
   * `script` is the one that the page includes; `host` stands in the page: in its open shadow root is one element, and first in that the launcher.
   */
  start(script: HTMLScriptElement, host: HTMLElement, indonesian: boolean, dress: Dress): Promise<Run>
}
