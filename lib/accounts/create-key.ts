import { makeApiKey } from '@/lib/auth/api-key'
import { createdKeySchema, type CreatedApiKey } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_API_KEYS } from '@/lib/contract/limits'
import { createKeyRequestSchema } from '@/lib/contract/request'
import { newId } from '@/lib/platform/ids'
import { defineVerb } from '@/lib/verbs/define-verb'
import type { AccountCall } from './account-services'
import { apiKeyOf } from './list-keys'

/** Makes an API key; the result is the only place where it can be read. Throws `too_large`. */
export const createKey = defineVerb({
  name: 'createKey',
  scope: 'admin',
  limit: 'changes',
  ids: [],
  input: createKeyRequestSchema,
  output: createdKeySchema,
  async run({ services, caller, log }: AccountCall, { name, scope }): Promise<CreatedApiKey> {
    const { database, clock } = services
    const ownerId = caller.id
    const { key, start, hash } = makeApiKey()
    const createdAt = clock.now()
    const record = { id: newId(), ownerId, name, scope, start, createdAt, lastUsedAt: null }
    if (!(await database.keys.create({ ...record, hash }, MAX_API_KEYS))) {
      throw new FullstopError(
        'too_large',
        `You can have at most ${MAX_API_KEYS} API keys. Revoke one first.`,
        {
          limit: MAX_API_KEYS,
        },
      )
    }
    log.info({ personId: ownerId, keyId: record.id, scope }, 'key made')
    return { ...apiKeyOf(record), key }
  },
})
