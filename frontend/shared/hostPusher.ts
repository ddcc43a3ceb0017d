/** pusher-js writes itself into `window.Pusher`; a page that has its own keeps that one. */

const page = globalThis as { Pusher?: unknown }
const had = 'Pusher' in page
const theirs = page.Pusher

export function restore(): void {
  if (had) page.Pusher = theirs
  else delete page.Pusher
}
