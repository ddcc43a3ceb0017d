/** Message text, judged and shown as the server does. */

export const LONGEST = 4000

export type TextProblem = 'required' | 'too_long' | 'control_characters'

/** A part of a text; `href` where it is a link. */
export interface Piece {
  text: string
  href?: string
}

// What Python strips: unlike `trim` four more control characters, and no byte order mark.
const SPACE = /[^\S\ufeff]|[\x1c-\x1f\x85]/
const CONTROL = /(?![\n\t])[\p{Cc}\p{Cs}]/gu
// Hangul fillers and the blank Braille pattern are letters and symbols, but drawn as nothing.
const BLANK = /^[\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\p{Z}\u115f\u1160\u3164\uffa0\u2800]*$/u

const withLineFeeds = (text: string) => text.replace(/\r\n?/g, '\n')

/** As it will be stored: one kind of line end, nothing blank around it. */
export function cleaned(text: string): string {
  text = withLineFeeds(text)
  let start = 0
  let end = text.length
  // Loops, because a pattern that ends in `+$` takes quadratic time.
  while (start < end && SPACE.test(text[start]!)) start++
  while (start < end && SPACE.test(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** Without the invisible characters that the server refuses: they come with a paste and nobody can take them out. */
export function withoutControls(text: string): string {
  return withLineFeeds(text).replace(CONTROL, '')
}

/** Code points, as the server counts. */
export function lengthOf(text: string): number {
  return [...text].length
}

/** Why the server would refuse it, or null. */
export function problemOf(text: string): TextProblem | null {
  if (withLineFeeds(text).search(CONTROL) >= 0) return 'control_characters'
  const rest = cleaned(text)
  return BLANK.test(rest) ? 'required' : lengthOf(rest) > LONGEST ? 'too_long' : null
}

// Ends at what no address holds, at CJK punctuation (no space follows it), and at what turns the reading direction.
const LINK = /\b(?:https?:\/\/|mailto:)[^\s<>"\p{Cc}\u202a-\u202e\u2066-\u2069\u3001-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]+/giu
const TRAILING = /[.,;:!?'*_~…’”»)\]}]/
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Splits at http, https and mailto addresses, in linear time; the pieces together are the text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const href = withoutTrailing(found)
    if (!isAddress(href)) continue
    if (index > from) pieces.push({ text: text.slice(from, index) })
    pieces.push({ text: href, href })
    from = index + href.length
  }
  if (from < text.length || from === 0) pieces.push({ text: text.slice(from) })
  return pieces
}

/** A sentence's punctuation is not part of an address; a bracket is, where it was opened inside. */
function withoutTrailing(found: string): string {
  const open: Record<string, number> = {}
  for (const char of found) open[char] = (open[char] ?? 0) + 1
  let end = found.length
  for (; end > 0; end--) {
    const last = found[end - 1]!
    const opening = OPENING[last]
    if (!TRAILING.test(last) || (opening && (open[opening] ?? 0) >= open[last]!)) break
    open[last]!--
  }
  return found.slice(0, end)
}

function isAddress(href: string): boolean {
  try {
    const { protocol, host, pathname } = new URL(href)
    return protocol === 'mailto:' ? /.@./.test(pathname) : host !== ''
  } catch {
    return false
  }
}

/** One or two letters for a face. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap(word => word.match(/[\p{L}\p{N}]\p{M}*/u) ?? [])
  return [letters[0], letters[1] && letters.at(-1)].join('').toUpperCase() || '?'
}
