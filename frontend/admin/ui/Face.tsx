/** Initials on a colour made from the id; drawn by CSS, so that a name begins with the name. */

import { initials } from '../../shared/text'

export function Face({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  return <span class={small ? 'face small' : 'face'} aria-hidden="true" data-initials={initials(name)} style={{ '--hue': String(hueOf(id)) }} />
}

/** Everybody keeps their colour, in the list and in the conversation. */
export function hueOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360
  return sum
}
