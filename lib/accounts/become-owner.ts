import { isSetupCode } from '@/lib/auth/setup-code'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { becomeOwnerRequestSchema } from '@/lib/contract/request'
import { defineVerb } from '@/lib/verbs/define-verb'
import type { AccountCall } from './account-services'

/** Makes the caller the owner, once, with the setup code. Throws the same `forbidden` for any reason. */
export const becomeOwner = defineVerb({
  name: 'becomeOwner',
  scope: 'admin',
  limit: 'setup-codes',
  ids: [],
  input: becomeOwnerRequestSchema,
  output: 'nothing',
  async run({ services, caller, log }: AccountCall, { code }): Promise<void> {
    const { database, config, secret } = services
    const isFree = !(await database.accounts.hasOwner(config.OWNER_EMAIL))
    const isRight = isSetupCode(secret, code)
    const hasBecome = isFree && isRight && (await database.accounts.makeOwner(caller.id))
    log.info({ personId: caller.id }, hasBecome ? 'owner made' : 'owner claim refused')
    if (hasBecome) return
    throw new FullstopError(
      'forbidden',
      'The setup code is wrong, you are a guest, or this server already has an owner.',
      { field: 'code' },
    )
  },
})
