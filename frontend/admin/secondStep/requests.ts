/** What the server does about the own second factor. */

import type { PreparedSecondFactor, RecoveryCodes, SecondFactorView } from '../../shared/views'
import type { Account } from '../account'

const PATH = '/admin/chat/api/second-factor'

export type SecondStep = ReturnType<typeof createSecondStep>

export function createSecondStep({ send }: Pick<Account, 'send'>) {
  return {
    look: () => send<SecondFactorView>('GET', PATH),
    prepare: () => send<PreparedSecondFactor>('POST', PATH, {}),
    confirm: async (code: string) => (await send<RecoveryCodes>('POST', `${PATH}/confirm`, { code })).recovery_codes,
    end: (code: string) => send<object>('POST', `${PATH}/end`, { code }),
  }
}
