/** Asking our HTTP interface; guests and admins share it. */

import type { FieldProblem, MessageView, SessionView } from './views'

export type Method = 'GET' | 'POST'

/** One request. `body` goes as JSON, a `URLSearchParams` as a form; every failure is a `Refusal`. */
export type Ask = <T>(method: Method, path: string, body?: unknown, csrf?: string) => Promise<T>

export interface Access {
  /** Where the server is, `''` on its own pages. */
  base?: string
  /** The guest's token on other origins, where no cookie goes along; without it cookies are sent to our own origin. */
  token?: () => string | null
}

/** Why a request brought nothing: the server said no, or no answer came (`status` 0). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly errors: readonly FieldProblem[] = [],
    /** Seconds to wait; 0 where the server named none. */
    readonly retryAfter = 0,
  ) {
    super(`${status} ${code}`)
  }

  /** The same request may well succeed later. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

const TIMEOUT = 15_000

export function createAsk({ base = '', token }: Access = {}): Ask {
  return async (method, path, body, csrf) => {
    const headers: Record<string, string> = {}
    const bearer = token?.()
    if (bearer) headers.Authorization = `Bearer ${bearer}`
    if (csrf) headers['X-CSRF-Token'] = csrf
    const form = body instanceof URLSearchParams
    if (body !== undefined && !form) headers['Content-Type'] = 'application/json'
    try {
      const answer = await fetch(base + path, {
        method,
        headers,
        body: body === undefined ? null : form ? body : JSON.stringify(body),
        credentials: token ? 'omit' : 'same-origin',
        signal: AbortSignal.timeout(TIMEOUT),
      })
      if (answer.ok) return await answer.json()
      throw await refusalOf(answer)
    } catch (error) {
      throw error instanceof Refusal ? error : new Refusal(0, 'network')
    }
  }
}

/** Every refusal of ours has a code; what has none is of a proxy, and the server itself may say something else. */
async function refusalOf(answer: Response): Promise<Refusal> {
  const { code = '', errors } = await answer.json().catch(() => ({}))
  const seconds = Number(answer.headers.get('Retry-After'))
  return new Refusal(code ? answer.status : 0, code, errors, seconds || 0)
}

/** A page of a chat: `after` and `before` are places in it, with neither it is the newest. */
export interface Pages<S> {
  messages: MessageView[]
  has_more: boolean
  last_seq: number
  epoch: string
  session: S
}

/** What a conversation asks of the server. */
export interface ChatApi<S extends SessionView = SessionView> {
  page(cursor: { after?: number; before?: number }): Promise<Pages<S>>
  send(id: string, message: string): Promise<{ message: MessageView }>
  read(upTo: number): Promise<{ session: S }>
  close(): Promise<{ session: S }>
}

export const GUEST_CHATS = '/api/chat/session'
export const ADMIN_CHATS = '/admin/chat/api/sessions'

/** The calls about one chat, below `/api/chat/session` or `/admin/chat/api/sessions`. */
export function createChatApi<S extends SessionView>(ask: Ask, chats: typeof GUEST_CHATS | typeof ADMIN_CHATS, id: string): ChatApi<S> {
  const at = `${chats}/${id}`
  const send = chats.replace(/[^/]+$/, 'send-message')
  return {
    page: cursor => ask('GET', `${at}/messages?${new URLSearchParams(cursor as Record<string, string>)}`),
    send: (id_, message) => ask('POST', send, { session_id: id, id: id_, message }),
    read: up_to_seq => ask('POST', `${at}/read`, { up_to_seq }),
    close: () => ask('POST', `${at}/close`, {}),
  }
}

export interface ChannelAuth {
  auth: string
  channel_data?: string
}

/** Whether this browser may listen to a private channel. */
export type Authorise = (socketId: string, channel: string) => Promise<ChannelAuth>

export function createAuthorise(ask: Ask, endpoint: string): Authorise {
  return (socket_id, channel_name) => ask('POST', endpoint, new URLSearchParams({ socket_id, channel_name }))
}
