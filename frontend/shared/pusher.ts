/**
 * pusher-js as it is published, a file of its own.
 * For workers it is the same client as for pages, without script tags, JSONP and storage, and it puts nothing into `window`:
 * 2 kB less, and no page can notice it. What it leaves to its surroundings there, whether the browser is online, `usePusher` watches.
 */

export { default } from 'pusher-js/worker'
