/** The one-time link: makes the first admin, who is signed in at once. */

import { useState } from 'preact/hooks'
import { Refusal } from '../../shared/api'
import type { Account } from '../account'
import { explain } from '../refusals'
import { addressOf } from '../routes'
import { Field } from '../ui/Field'
import { useForm } from '../ui/useForm'
import { say } from '../words'
import { DoorPage } from './DoorPage'

type Dead = 'done' | 'bad'

export function SetupPage({ account, token }: { account: Account; token: string }) {
  const [dead, setDead] = useState<Dead | null>(token === '' ? 'bad' : null)
  return dead === null ? <SetupForm account={account} token={token} died={setDead} /> : <DeadLink why={dead} />
}

function DeadLink({ why }: { why: Dead }) {
  const words = why === 'done' ? (['setup.done', 'setup.done.hint'] as const) : (['setup.bad', 'setup.bad.hint'] as const)
  return (
    <DoorPage title={say(words[0])} hint={say(words[1])}>
      <a class="button main" href={addressOf({ page: 'login', then: '/admin/chat' })}>
        {say('setup.tosignin')}
      </a>
    </DoorPage>
  )
}

function SetupForm({ account, token, died }: { account: Account; token: string; died: (why: Dead) => void }) {
  const [failure, setFailure] = useState<string>()
  const form = useForm(
    { name: { required: true }, email: { required: true, email: true }, password: { required: true, least: 12 } },
    async ({ name, email, password }) => {
      setFailure(undefined)
      await account.createFirst({ token, name: name.trim(), email: email.trim(), password })
    },
    error => {
      const why = deathOf(error)
      if (why === null) setFailure(explain(error))
      else died(why)
    },
  )
  return (
    <DoorPage title={say('setup.title')} hint={say('setup.hint')}>
      <form class="form" noValidate onSubmit={form.submit} ref={form.ref}>
        <Field name="name" label={say('field.name')} autocomplete="name" problem={form.problems.name} autofocus />
        <Field name="email" type="email" label={say('field.email')} autocomplete="username" problem={form.problems.email} />
        <Field
          name="password"
          type="password"
          label={say('field.password')}
          autocomplete="new-password"
          hint={say('setup.password.hint')}
          problem={form.problems.password}
        />
        {failure !== undefined && (
          <p class="problem" role="alert">
            {failure}
          </p>
        )}
        <button class="button main" type="submit" aria-busy={form.busy}>
          {say('setup.submit')}
        </button>
      </form>
    </DoorPage>
  )
}

function deathOf(error: unknown): Dead | null {
  const code = error instanceof Refusal ? error.code : ''
  if (code === 'setup_done') return 'done'
  return code === 'bad_setup_token' ? 'bad' : null
}
