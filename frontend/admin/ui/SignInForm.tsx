/** E-mail and password; the same on the login page and in the dialog over a page in use. */

import { useState } from 'preact/hooks'
import type { Account } from '../account'
import { explain } from '../refusals'
import { say } from '../words'
import { Field } from './Field'
import { useForm } from './useForm'

export function SignInForm({ account, email }: { account: Account; email?: string }) {
  const [failure, setFailure] = useState<string>()
  const form = useForm(
    { email: { required: true }, password: { required: true } },
    async values => {
      setFailure(undefined)
      await account.signIn(values.email, values.password)
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
