/** What the launcher shows once the panel is there. */

import { ChevronDown } from 'lucide'
import { say } from './words'

export function createLauncher(button: HTMLElement): (open: boolean, unread: number) => void {
  const icon = button.querySelector('path')!
  const [[, { d: down }]] = ChevronDown as [[string, { d: string }]]
  const bubble = icon.getAttribute('d')!
  return (open, unread) => {
    const badge = unread > 99 ? '99+' : `${unread || ''}`
    icon.setAttribute('d', open ? down : bubble)
    button.setAttribute('aria-expanded', `${open}`)
    button.setAttribute('aria-label', badge ? `Live chat, ${say('unread', badge)}` : 'Live chat')
    // Drawn by the style sheet.
    button.dataset.unread = badge
  }
}
