/** Who the visitor is to the server: a cookie on the server's own origin, elsewhere a token that the page remembers. */

import type { Store } from '../shared/store'

export const KEY = 'livechat'

export interface Credential {
  /** What goes along with requests; on the own origin there is none: the cookie goes by itself, out of reach. */
  token(): string | null
  /** The chat to come back to. Another tab may have begun it. */
  session(): string | null
  keep(session: string, token: string | undefined): void
  forget(): void
}

/** `own`: the page comes from the server itself. There the key only says that there is a chat, and which. */
export function createCredential(own: boolean, store: Store): Credential {
  // The host page may use this key for something else.
  const kept = () => /^([\da-f-]{36})(?:\.([\w-]+))?$/i.exec(store.getItem(KEY) ?? '')
  return {
    token: () => (own ? null : (kept()?.[2] && kept()![0]) || null),
    session: () => (own || kept()?.[2] ? (kept()?.[1] ?? null) : null),
    keep(session, token) {
      if (own) store.setItem(KEY, session)
      else if (token) store.setItem(KEY, token)
    },
    forget: () => store.removeItem(KEY),
  }
}
