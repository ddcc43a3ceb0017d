/** The way in; afterwards the address that was asked for. */

import type { Account } from '../account'
import { SignInForm } from '../ui/SignInForm'
import { say } from '../words'
import { DoorPage } from './DoorPage'

export function LoginPage({ account }: { account: Account }) {
  return (
    <DoorPage title={say('login.title')}>
      <SignInForm account={account} />
    </DoorPage>
  )
}
