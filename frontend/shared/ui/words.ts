/** The words that conversation and composer need; each application has its own files for them. */

export interface ChatWords {
  /** Name of the log: "Conversation" */
  conversation: string
  /** "Show earlier messages" */
  earlier: string
  /** "Messages could not be loaded" */
  failed: string
  /** "Try again" */
  tryAgain: string
  /** The pill: "2 new" */
  fresh(count: number): string
  sending: string
  sent: string
  read: string
  /** "Not sent yet" */
  notSent: string
  /** "Try now" */
  tryNow: string
  edit: string
  remove: string
  /** Why a message was refused for good, by its code. */
  refused(code: string): string
  /** Name of the message box: "Write a message" */
  write: string
  send: string
  /** "{n} is typing": `{n}` stands for who. */
  typing: string
  /** "Too long by 12" */
  tooLong(over: number): string
}
