/** Who is signed in, how the console looks and sounds, and the way out. */

import { Keyboard, LogOut, MonitorOff, ShieldCheck } from 'lucide'
import { useSignal } from '@preact/signals'
import { Icon } from '../../shared/ui/Icon'
import type { Desk } from '../desk'
import { permission, switchNotices } from '../notices'
import { explain } from '../refusals'
import { SecondStepDialog } from '../secondStep/SecondStepDialog'
import { choose, notifications, sound, theme, THEMES } from '../settings'
import { sheetOpen } from '../shortcuts'
import { chime } from '../sound'
import { count, locale, say, type Word } from '../words'
import { Choice } from './Choice'
import { Dialog } from './Dialog'
import { Switch } from './Switch'

const LANGUAGES = [
  ['en', 'English', 'en'],
  ['id', 'Indonesia', 'id'],
] as const

export function AccountMenu({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const second = useSignal(false)
  const keys = () => {
    onClose()
    sheetOpen.value = true
  }
  if (second.value) return <SecondStepDialog account={desk.account} onClose={onClose} />
  return (
    <Dialog title={desk.admin.name} class="account" onClose={onClose}>
      <p class="meta account-email">{desk.admin.email}</p>
      <Choice legend={say('account.language')} options={LANGUAGES} chosen={locale.value} onChoose={value => choose({ locale: value })} />
      <Choice
        legend={say('account.theme')}
        options={THEMES.map(each => [each, say(`account.theme.${each}`)] as const)}
        chosen={theme.value}
        onChoose={value => choose({ theme: value })}
      />
      <Switches />
      <div class="menu">
        <button type="button" class="menu-item only-fine" onClick={keys}>
          <Icon node={Keyboard} />
          {say('account.shortcuts')}
        </button>
        <button type="button" class="menu-item" onClick={() => (second.value = true)}>
          <Icon node={ShieldCheck} />
          {say('second.title')}
        </button>
        <SignOut desk={desk} />
      </div>
    </Dialog>
  )
}

function Switches() {
  const hints: Partial<Record<string, Word>> = { denied: 'account.notifications.denied', missing: 'account.notifications.missing' }
  const ring = (on: boolean) => {
    choose({ sound: on })
    if (on) chime()
  }
  return (
    <>
      <Switch label={say('account.sound')} hint={say('account.sound.hint')} on={sound.value} onChange={ring} />
      <Switch
        label={say('account.notifications')}
        hint={say(hints[permission.value] ?? 'account.notifications.hint')}
        on={notifications.value && permission.value === 'granted'}
        disabled={permission.value === 'missing' || permission.value === 'denied'}
        onChange={on => void switchNotices(on)}
      />
    </>
  )
}

function SignOut({ desk }: { desk: Desk }) {
  const busy = useSignal<'here' | 'everywhere' | null>(null)
  const failure = useSignal<string | null>(null)
  const unsent = desk.chats.unsent.value
  const out = async (where: 'here' | 'everywhere') => {
    busy.value = where
    try {
      await desk.account.signOut(where)
    } catch (error) {
      failure.value = explain(error)
    } finally {
      busy.value = null
    }
  }
  return (
    <>
      <button type="button" class="menu-item" aria-busy={busy.value === 'here'} onClick={() => void out('here')}>
        <Icon node={LogOut} />
        {say('account.signout')}
      </button>
      <button type="button" class="menu-item" aria-busy={busy.value === 'everywhere'} onClick={() => void out('everywhere')}>
        <Icon node={MonitorOff} />
        {say('account.signout.everywhere')}
      </button>
      {unsent > 0 && <p class="meta">{count('account.signout.unsent.one', 'account.signout.unsent.many', unsent)}</p>}
      {failure.value !== null && (
        <p class="problem" role="alert">
          {failure.value}
        </p>
      )}
    </>
  )
}
