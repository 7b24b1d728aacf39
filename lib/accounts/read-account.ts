import type { Person } from '@/lib/auth/person'
import { quotaOf } from '@/lib/chats/refuse-full-storage'
import type { Account } from '@/lib/contract/account'
import { oneLine } from '@/lib/contract/one-line'
import type { AccountServices } from './account-services'

/** Who one is here, and what one may still spend today. */
export async function readAccount(
  { database, budgets, quotas, config }: AccountServices,
  person: Person,
): Promise<Account> {
  const { id, guest, admin } = person
  const [record, hasOwner, budget, totalBudget, usedBytes] = await Promise.all([
    database.accounts.find(id),
    database.accounts.hasOwner(config.OWNER_EMAIL),
    budgets.read(person),
    admin ? budgets.readTotal() : null,
    database.accounts.storedBytes(id),
  ])
  return {
    id,
    guest,
    admin,
    // A guest has neither, but what better-auth makes up for them.
    name: guest ? null : oneLine(record?.name ?? ''),
    email: guest ? null : (record?.email ?? null),
    emailVerified: record?.emailVerified ?? false,
    ownerWanted: !hasOwner,
    budget,
    totalBudget,
    storage: { usedBytes, limitBytes: quotaOf(quotas, person) },
  }
}
