import { notFound } from '@/lib/chats/not-found'
import type { AccountServices } from './account-services'

/** Ends an API key, and whatever is read with it. Throws `not_found`. */
export async function endKey(
  { database, authentication, log }: AccountServices,
  ownerId: string,
  keyId: string,
): Promise<void> {
  if (!(await database.keys.delete(ownerId, keyId))) throw notFound('key')
  log.info({ personId: ownerId, keyId }, 'key ended')
  authentication.announceEnd(keyId)
}
