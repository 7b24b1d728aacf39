import { keyListSchema, type ApiKey } from '@/lib/contract/account'
import { oneLine } from '@/lib/contract/one-line'
import type { KeyRecord } from '@/lib/db/keys'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import type { AccountCall } from './account-services'

/** A person's API keys, newest first. */
export const listKeys = defineVerb({
  name: 'listKeys',
  scope: 'admin',
  limit: 'none',
  ids: [],
  input: noInput,
  output: keyListSchema,
  async run({ services, caller }: AccountCall): Promise<{ keys: ApiKey[] }> {
    const keys = await services.database.keys.list(caller.id)
    return { keys: keys.map(apiKeyOf) }
  },
})

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
