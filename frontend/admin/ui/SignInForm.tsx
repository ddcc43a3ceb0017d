/** E-mail and password, then a code if one is asked for; the same on the login page and in the dialog over a page in use. */

import { useState } from 'preact/hooks'
import { Refusal } from '../../shared/api'
import type { Account } from '../account'
import { explain } from '../refusals'
import { CodeForm } from '../secondStep/CodeForm'
import { say } from '../words'
import { Field } from './Field'
import { useForm } from './useForm'

interface Proved {
  email: string
  password: string
}

export function SignInForm({ account, email }: { account: Account; email?: string }) {
  const [proved, setProved] = useState<Proved | null>(null)
  if (proved === null) return <PasswordForm account={account} email={email} onProved={setProved} />
  return (
    <CodeForm label={say('login.code')} hint={say('login.code.hint')} submit={say('login.submit')} send={code => account.signIn(proved.email, proved.password, code)}>
      <button class="button bare" type="button" onClick={() => setProved(null)}>
        {say('login.code.back')}
      </button>
    </CodeForm>
  )
}

interface Props {
  account: Account
  email: string | undefined
  /** The password was right, and is not enough. */
  onProved: (proved: Proved) => void
}

function PasswordForm({ account, email, onProved }: Props) {
  const [failure, setFailure] = useState<string>()
  const form = useForm(
    { email: { required: true }, password: { required: true } },
    async values => {
      setFailure(undefined)
      await account.signIn(values.email, values.password).catch(error => {
        if (!(error instanceof Refusal) || error.code !== 'code_needed') throw error
        onProved(values)
      })
    },
    error => setFailure(explain(error)),
  )
  return (
    <form class="form" noValidate onSubmit={form.submit} ref={form.ref}>
      <Field
        name="email"
        type="email"
        label={say('field.email')}
        autocomplete="username"
        problem={form.problems.email}
        value={email ?? ''}
        autofocus={email === undefined}
      />
      <Field
        name="password"
        type="password"
        label={say('field.password')}
        autocomplete="current-password"
        problem={form.problems.password}
        autofocus={email !== undefined}
      />
      {failure !== undefined && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      <button class="button main" type="submit" aria-busy={form.busy}>
        {say('login.submit')}
      </button>
    </form>
  )
}
