import { quotaOf } from '@/lib/chats/limits/refuse-full-storage'
import { accountSchema, type Account } from '@/lib/contract/account'
import { oneLine } from '@/lib/contract/one-line'
import { defineVerb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import type { AccountCall } from './account-services'

/** The caller's account, and how much they may still spend today. */
export const readAccount = defineVerb({
  name: 'readAccount',
  scope: 'read',
  limit: 'none',
  ids: [],
  input: noInput,
  output: accountSchema,
  async run({ services, caller }: AccountCall): Promise<Account> {
    const { database, budgets, quotas, config } = services
    const { id, guest, admin } = caller
    const [record, hasOwner, budget, totalBudget, usedBytes] = await Promise.all([
      database.accounts.find(id),
      database.accounts.hasOwner(config.OWNER_EMAIL),
      budgets.read(caller),
      admin ? budgets.readTotal() : null,
      database.accounts.storedBytes(id),
    ])
    return {
      id,
      guest,
      admin,
      // A guest has neither: better-auth makes up both.
      name: guest ? null : oneLine(record?.name ?? ''),
      email: guest ? null : (record?.email ?? null),
      emailVerified: record?.emailVerified ?? false,
      ownerWanted: !hasOwner,
      budget,
      totalBudget,
      storage: { usedBytes, limitBytes: quotaOf(quotas, caller) },
    }
  },
})
