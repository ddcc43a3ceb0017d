/** What a form does with what was typed: check, send once, show what is wrong and go there. */

import { useEffect, useRef, useState } from 'preact/hooks'
import { Refusal } from '../../shared/api'
import { say } from '../words'

export interface Rule {
  required?: boolean
  email?: boolean
  /** The least number of characters. */
  least?: number
}

export function useForm<Name extends string>(
  rules: Record<Name, Rule>,
  send: (values: Record<Name, string>) => Promise<void>,
  failed: (error: unknown) => void,
) {
  const ref = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<Partial<Record<Name, string>>>({})
  const [busy, setBusy] = useState(false)

  useEffect(() => {
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (busy || ref.current === null) return
    const values = valuesOf(ref.current, rules)
    const found = check(values, rules)
    setProblems(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await send(values)
    } catch (error) {
      const refused = refusedFields(error, rules)
      setProblems(refused)
      if (Object.keys(refused).length === 0) failed(error)
    } finally {
      setBusy(false)
    }
  }

  return { ref, problems, busy, submit }
}

function valuesOf<Name extends string>(form: HTMLFormElement, rules: Record<Name, Rule>): Record<Name, string> {
  const typed = new FormData(form)
  const values = {} as Record<Name, string>
  for (const name of namesOf(rules)) values[name] = String(typed.get(name) ?? '')
  return values
}

function check<Name extends string>(values: Record<Name, string>, rules: Record<Name, Rule>): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of namesOf(rules)) {
    const problem = problemOf(values[name], rules[name])
    if (problem !== undefined) found[name] = problem
  }
  return found
}

function problemOf(value: string, rule: Rule): string | undefined {
  if (rule.required && value.trim() === '') return say('field.required')
  if (rule.email && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value.trim())) return say('field.email.invalid')
  if (rule.least !== undefined && [...value].length < rule.least) return say('field.password.short')
  return undefined
}

function refusedFields<Name extends string>(error: unknown, rules: Record<Name, Rule>): Partial<Record<Name, string>> {
  const refused: Partial<Record<Name, string>> = {}
  if (!(error instanceof Refusal)) return refused
  for (const { field } of error.errors) {
    const name = namesOf(rules).find(known => known === field)
    if (name !== undefined) refused[name] = wordFor(rules[name])
  }
  return refused
}

function wordFor(rule: Rule): string {
  if (rule.email) return say('field.email.invalid')
  return rule.least === undefined ? say('field.refused') : say('field.password.short')
}

function namesOf<Name extends string>(rules: Record<Name, Rule>): Name[] {
  return Object.keys(rules) as Name[]
}
