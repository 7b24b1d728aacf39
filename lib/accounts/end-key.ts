import { notFound } from '@/lib/chats/not-found'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import type { AccountCall } from './account-services'

/** Ends an API key, and every connection that reads with it. Throws `not_found`. */
export const endKey = defineVerb({
  name: 'endKey',
  scope: 'admin',
  limit: 'changes',
  ids: ['keyId'],
  input: noInput,
  output: 'nothing',
  async run({ services, caller, log }: AccountCall, { keyId }): Promise<void> {
    const { database, authentication } = services
    if (!(await database.keys.delete(caller.id, keyId))) throw notFound('key')
    log.info({ personId: caller.id, keyId }, 'key ended')
    authentication.announceEnds([keyId])
  },
})
