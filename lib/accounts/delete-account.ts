import type { Authentication } from '@/lib/auth/authentication'
import { deleteInSteps } from '@/lib/chats/delete-in-steps'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { AccountServices } from './account-services'

/**
 * Deletes a person with everything that is theirs; their streams are stopped first, and whatever
 * they are signed in with ends. Throws `forbidden` where it is not their password.
 */
export async function deleteAccount(
  {
    database,
    streams,
    bus,
    log,
    authentication,
  }: Pick<AccountServices, 'database' | 'streams' | 'bus' | 'log'> & {
    authentication: Pick<Authentication, 'isPasswordOf' | 'announceEnd'>
  },
  personId: string,
  password: string | undefined,
): Promise<void> {
  if (!(await authentication.isPasswordOf(personId, password))) {
    throw new FullstopError('forbidden', 'The password is wrong.', { field: 'password' })
  }
  await streams.cancelAll({ personId }, 'deleted')
  await deleteInSteps(database, personId, {})
  const ended = await database.accounts.delete(personId)
  bus.publish(personId, { type: 'person-deleted' })
  log.info({ personId }, 'account deleted')
  // What was sent meanwhile would stream on without a row.
  await streams.cancelAll({ personId }, 'deleted')
  for (const credentialId of ended) {
    authentication.announceEnd(credentialId)
  }
}
