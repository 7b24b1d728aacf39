import type { Person } from '@/lib/auth/person'
import { isSetupCode } from '@/lib/auth/setup-code'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { AccountServices } from './account-services'

/** Makes an account the owner, once, for who has the code. Throws `forbidden`, for any reason alike. */
export async function becomeOwner(
  { database, config, secret, log }: AccountServices,
  person: Person,
  code: string,
): Promise<void> {
  const isFree = !(await database.accounts.hasOwner(config.OWNER_EMAIL))
  const isRight = isSetupCode(secret, code)
  const hasBecome = isFree && isRight && (await database.accounts.makeOwner(person.id))
  log.info({ personId: person.id }, hasBecome ? 'owner made' : 'owner claim refused')
  if (hasBecome) return
  throw new FullstopError(
    'forbidden',
    'The setup code is wrong, you are a guest, or this server already has an owner.',
    { field: 'code' },
  )
}
