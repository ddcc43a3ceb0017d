/** Signed out in the middle: the page stays underneath, with all that was written. */

import type { Account } from '../account'
import { say } from '../words'
import { Dialog } from './Dialog'
import { SignInForm } from './SignInForm'

export function SignInAgain({ account }: { account: Account }) {
  return (
    <Dialog title={say('login.again')}>
      <p class="quiet">{say('login.again.hint')}</p>
      <SignInForm account={account} email={account.admin.value?.email ?? ''} />
    </Dialog>
  )
}
