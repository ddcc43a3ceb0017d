/** What a visitor tells before the chat begins, judged as the server will judge it. */

import { lengthOf, problemOf } from '../shared/text'
import type { ConfigView } from '../shared/views'

export interface Introduction {
  name: string
  email: string
  phone: string
  topic: string
  message: string
}

export type Field = keyof Introduction
export type Problems = Partial<Record<Field, string>>

export const NOBODY: Introduction = { name: '', email: '', phone: '', topic: '', message: '' }

/** What is wrong with each field, by the server's codes, in the order of the form. */
export function problemsOf({ name, email, phone, message }: Introduction, limits: ConfigView['limits']): Problems {
  const problems: Problems = {}
  const judge = (field: Field, problem: string | false | null) => {
    if (problem) problems[field] = problem
  }
  const [known, address] = [name.trim(), email.trim()]
  judge('name', !known ? 'required' : lengthOf(known) > limits.name_length && 'too_long')
  judge('email', !address ? 'required' : lengthOf(address) > limits.email_length ? 'too_long' : !isAddress(address) && 'format')
  judge('phone', phone.trim() !== '' && !isNumber(phone) && 'format')
  judge('message', message.trim() !== '' && problemOf(message))
  return problems
}

const isAddress = (text: string) => /^[^@\s<>()[\],;:\\"]+@[^@\s<>()[\],;:\\".]+(\.[^@\s<>()[\],;:\\".]+)+$/.test(text)

/** Digits as people write them; which country a national number belongs to only the server knows. */
const isNumber = (text: string) => /^\+?\d{7,16}$/.test(text.replace(/[\s().\-/\u2010-\u2015]/g, ''))
