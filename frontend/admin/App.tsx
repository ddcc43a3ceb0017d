/** The whole console: the door for those outside, the desk for those inside. */

import { networked } from './attention'
import { ChatManagement } from './ChatManagement'
import { place } from './navigation'
import { DoorPage } from './pages/DoorPage'
import { LoginPage } from './pages/LoginPage'
import { SetupPage } from './pages/SetupPage'
import { setupToken } from './routes'
import { say } from './words'
import type { Workplace } from './workplace'

export function App({ workplace }: { workplace: Workplace }) {
  const { account, desk, failed } = workplace
  const state = account.state.value
  if (state === 'asking') return <Waiting />
  if (place.value.page === 'setup') return <SetupPage account={account} token={setupToken(location.hash)} />
  if (state === 'out') return <LoginPage account={account} />
  if (state === 'unreachable') return <Unreachable workplace={workplace} />
  if (desk.value !== null) return <ChatManagement desk={desk.value} key={desk.value.admin.email} />
  return failed.value ? <Unreachable workplace={workplace} /> : <Waiting />
}

function Waiting() {
  return <div class="late" aria-busy="true" />
}

function Unreachable({ workplace }: { workplace: Workplace }) {
  const [title, hint] = networked.value
    ? ([say('failed.network'), say('failed.network.hint')] as const)
    : ([say('offline.view'), say('offline.view.hint')] as const)
  return (
    <DoorPage title={title} hint={hint}>
      <button class="button main" type="button" onClick={() => void workplace.open()}>
        {say('again')}
      </button>
    </DoorPage>
  )
}
