/** pusher-js as it is published, a file of its own that leaves nothing on the page. */

// First: it looks at the page as it was before pusher-js ran.
import { restore } from './hostPusher'
import Pusher from 'pusher-js'

restore()
// It would note in the host page's storage which transport worked last; there is only one.
Object.assign(Pusher.Runtime, { getLocalStorage: () => undefined })

export default Pusher
