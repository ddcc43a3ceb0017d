/** Icons of lucide, drawn as nodes: 20 px, a stroke of 1.5 px. */

import type { VNode } from 'preact'

/** A lucide icon as its package exports it: `import { Send } from 'lucide'`. */
export type IconNode = readonly (readonly [tag: string, attributes: Readonly<Record<string, string | number | undefined>>])[]

export function Icon({ node, size = 20 }: { node: IconNode; size?: number }): VNode {
  return (
    <svg class="lc-icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      {node.map(([Tag, attributes]) => {
        const Shape = Tag as 'path'
        return <Shape {...(attributes as { d: string })} />
      })}
    </svg>
  )
}
