import { makeApiKey } from '@/lib/auth/api-key'
import type { CreatedApiKey } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_API_KEYS } from '@/lib/contract/limits'
import type { CreateKeyRequest } from '@/lib/contract/request'
import { newId } from '@/lib/platform/ids'
import type { AccountServices } from './account-services'
import { apiKeyOf } from './list-keys'

/** Makes an API key; the result is the only place where it can be read. Throws `too_large`. */
export async function createKey(
  { database, clock, log }: AccountServices,
  ownerId: string,
  { name, scope }: CreateKeyRequest,
): Promise<CreatedApiKey> {
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
}
