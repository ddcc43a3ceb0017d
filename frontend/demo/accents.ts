/** The colours that a site might take as its own. */

export const COLOURS = { green: '#1f5e4b', blue: '#1d4ed8', red: '#9f1239', yellow: '#f5b301' }

export type Accent = keyof typeof COLOURS

export const ACCENTS = Object.keys(COLOURS) as Accent[]

/** Black or white, whichever stands out more (WCAG 2.2, contrast ratio). */
export function textOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#fff' : '#000'
}
