/** One step before the chat: who writes, and what about. */

import { signal } from '@preact/signals'
import { Component, createRef, type JSX, type VNode } from 'preact'
import { lengthOf } from '../shared/text'
import { problemsOf, type Field as Name, type Problems } from './introduction'
import type { Visit } from './visit'
import { chatWords, say, wrong } from './words'

export class StartForm extends Component<{ visit: Visit }> {
  private readonly form = createRef<HTMLFormElement>()
  private readonly problems = signal(refused(this.props.visit))
  private pointedOut: Problems = {}

  override componentDidMount(): void {
    this.componentDidUpdate()
  }

  override componentDidUpdate(): void {
    const problems = this.problems.peek()
    if (problems === this.pointedOut) return
    this.pointedOut = problems
    this.form.current!.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }

  override render({ visit }: { visit: Visit }): VNode {
    const config = visit.config.value!
    const { refusal, introduction: said } = visit

    const submit = (event: Event) => {
      event.preventDefault()
      const wrong = problemsOf(said.value, config.limits)
      if (Object.keys(wrong).length) this.problems.value = wrong
      else visit.start(said.value)
    }
    const field = (name: Name, more: JSX.IntrinsicElements['input'] = {}) => {
      const code = this.problems.value[name]
      const note = code && (name === 'message' && code === 'too_long' ? chatWords.value.tooLong(lengthOf(said.value.message) - config.limits.message_length) : wrong(code, name))
      const hint = note ?? (name === 'phone' && say('phone.hint'))
      const shared = {
        id: `lc-${name}`,
        name,
        value: said.value[name],
        'aria-invalid': !!note,
        'aria-describedby': hint ? `lc-${name}-note` : undefined,
        onInput: (event: { currentTarget: { value: string } }) => {
          said.value = { ...said.value, [name]: event.currentTarget.value }
        },
      }
      return (
        <div class="lc-field">
          <label for={shared.id}>{say(name)}</label>
          {name === 'message' ? (
            <textarea rows={3} {...shared} />
          ) : name === 'topic' ? (
            <select {...shared}>
              <option />
              {config.topics.map(topic => (
                <option>{topic}</option>
              ))}
            </select>
          ) : (
            <input {...more} {...shared} />
          )}
          {hint && (
            <p id={`lc-${name}-note`} class={note && 'lc-wrong'}>
              {hint}
            </p>
          )}
        </div>
      )
    }

    return (
      <form ref={this.form} class="lc-form" noValidate onSubmit={submit}>
        <p>{config.team.greeting || say('greeting')}</p>
        {!config.availability.online && <p class="lc-hint">{say('away.hint')}</p>}
        {field('name', { autoComplete: 'name', required: true })}
        {field('email', { type: 'email', autoComplete: 'email', required: true })}
        {field('phone', { type: 'tel', inputMode: 'tel', autoComplete: 'tel' })}
        {config.topics.length > 0 && field('topic')}
        {field('message')}
        <p class="lc-wrong" role="alert">
          {refusal.value && !Object.keys(this.problems.value).length && say('start.refused')}
        </p>
        <button class="lc-button">{say('start')}</button>
      </form>
    )
  }
}

/** What the server found wrong with what was sent before. */
function refused({ refusal }: Visit): Problems {
  return Object.fromEntries(refusal.value?.errors.map(({ field, code }) => [field.replace('guest_', ''), code]) ?? [])
}
