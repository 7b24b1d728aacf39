import type { ApiKey } from '@/lib/contract/account'
import { oneLine } from '@/lib/contract/one-line'
import type { KeyRecord } from '@/lib/db/keys'
import type { AccountServices } from './account-services'

/** A person's API keys, newest first. */
export async function listKeys(
  { database }: Pick<AccountServices, 'database'>,
  ownerId: string,
): Promise<ApiKey[]> {
  return (await database.keys.list(ownerId)).map(apiKeyOf)
}

/** A stored key as the wire shows it. */
export function apiKeyOf({ id, name, scope, start, createdAt, lastUsedAt }: KeyRecord): ApiKey {
  return {
    id,
    name: oneLine(name),
    scope,
    start,
    createdAt: new Date(createdAt).toISOString(),
    lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
  }
}
