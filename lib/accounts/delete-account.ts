import { FullstopError } from '@/lib/contract/fullstop-error'
import type { AccountServices } from './account-services'

/**
 * Deletes a person with everything that is theirs; their streams are stopped first, and whatever
 * they are signed in with ends. Throws `forbidden` where it is not their password.
 */
export async function deleteAccount(
  { database, streams, authentication }: AccountServices,
  personId: string,
  password: string | undefined,
): Promise<void> {
  if (!(await authentication.isPasswordOf(personId, password))) {
    throw new FullstopError('forbidden', 'That is not your password.', { field: 'password' })
  }
  await streams.cancelAll({ personId }, 'deleted')
  for (const credentialId of await database.accounts.delete(personId)) {
    authentication.announceEnd(credentialId)
  }
}
