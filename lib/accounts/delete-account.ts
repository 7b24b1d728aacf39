import type { Authentication } from '@/lib/auth/authentication'
import { deleteInSteps } from '@/lib/chats/change/delete-in-steps'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { deleteAccountRequestSchema } from '@/lib/contract/request'
import { defineVerb, type VerbContext } from '@/lib/verbs/define-verb'
import type { AccountServices } from './account-services'

type DeletionServices = Pick<AccountServices, 'database' | 'streams' | 'bus'> & {
  authentication: Pick<Authentication, 'isPasswordOf' | 'announceEnds'>
}

/**
 * Deletes a person with everything that is theirs; their streams are stopped first, and their sessions
 * and keys end. Throws `forbidden` for a wrong password.
 */
export const deleteAccount = defineVerb({
  name: 'deleteAccount',
  scope: 'admin',
  limit: 'sign-ins',
  ids: [],
  input: deleteAccountRequestSchema,
  output: 'nothing',
  async run({ services, caller, log }: VerbContext<DeletionServices>, { password }): Promise<void> {
    const { database, streams, bus, authentication } = services
    const personId = caller.id
    if (!(await authentication.isPasswordOf(personId, password))) {
      throw new FullstopError('forbidden', 'The password is wrong.', { field: 'password' })
    }
    await streams.cancelAll({ personId }, 'deleted')
    await deleteInSteps(database, personId, {})
    const ended = await database.accounts.delete(personId)
    bus.publish(personId, { type: 'person-deleted' })
    log.info({ personId }, 'account deleted')
    // An answer that began meanwhile would stream on without a row.
    await streams.cancelAll({ personId }, 'deleted')
    authentication.announceEnds(ended)
  },
})
