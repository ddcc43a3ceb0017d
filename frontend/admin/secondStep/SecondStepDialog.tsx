/** A second step at the sign-in: whether it is on, and the way there and back. */

import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PreparedSecondFactor } from '../../shared/views'
import type { Account } from '../account'
import { explain } from '../refusals'
import { Dialog } from '../ui/Dialog'
import { count, say } from '../words'
import { CodeForm } from './CodeForm'
import { CodesToKeep } from './CodesToKeep'
import { KeyToType } from './KeyToType'
import { createSecondStep } from './requests'

type View =
  | { at: 'asking' }
  | { at: 'failed'; why: string }
  | { at: 'off' }
  | { at: 'key'; prepared: PreparedSecondFactor }
  | { at: 'codes'; codes: string[] }
  | { at: 'on'; left: number }

export function SecondStepDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const step = useMemo(() => createSecondStep(account), [account])
  const [view, setView] = useState<View>({ at: 'asking' })
  const look = async (): Promise<View> => {
    const { on, recovery_codes_left: left } = await step.look()
    return on ? { at: 'on', left } : { at: 'off' }
  }
  const go = (next: () => Promise<View>) => void next().then(setView, error => setView({ at: 'failed', why: explain(error) }))
  useEffect(() => go(look), [step])
  const away = (
    <button type="button" class="button" onClick={onClose}>
      {say('dialog.close')}
    </button>
  )
  return (
    // What is shown once is not closed by a slip.
    <Dialog title={say(view.at === 'codes' ? 'second.codes' : 'second.title')} {...(view.at === 'codes' ? {} : { onClose })}>
      {view.at === 'asking' && <div class="late" aria-busy="true" />}
      {view.at === 'failed' && (
        <>
          <p class="problem" role="alert">
            {view.why}
          </p>
          <Actions label={say('again')} act={() => go(look)} away={away} />
        </>
      )}
      {view.at === 'off' && (
        <>
          <p class="quiet">{say('second.off')}</p>
          <Actions label={say('second.setup')} act={() => go(async () => ({ at: 'key', prepared: await step.prepare() }))} away={away} />
        </>
      )}
      {view.at === 'key' && (
        <>
          <KeyToType prepared={view.prepared} />
          <CodeForm label={say('second.on.code')} submit={say('second.on')} send={async code => setView({ at: 'codes', codes: await step.confirm(code) })}>
            {away}
          </CodeForm>
        </>
      )}
      {view.at === 'codes' && <CodesToKeep codes={view.codes} onDone={onClose} />}
      {view.at === 'on' && (
        <>
          <p class="quiet">{`${say('second.ison')} ${count('second.left.one', 'second.left.many', view.left)}`}</p>
          <CodeForm
            label={say('login.code')}
            hint={say('second.end.hint')}
            submit={say('second.end')}
            danger
            send={async code => {
              await step.end(code)
              setView({ at: 'off' })
            }}
          >
            {away}
          </CodeForm>
        </>
      )}
    </Dialog>
  )
}

function Actions({ label, act, away }: { label: string; act: () => void; away: ComponentChildren }) {
  return (
    <div class="actions end">
      {away}
      <button type="button" class="button main" onClick={act}>
        {label}
      </button>
    </div>
  )
}
