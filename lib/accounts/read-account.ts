import type { Person } from '@/lib/auth/person'
import type { Account } from '@/lib/contract/account'
import { oneLine } from '@/lib/contract/one-line'
import type { AccountServices } from './account-services'

/** Who one is here, and what one may still spend today. */
export async function readAccount(
  { database, budgets, config }: AccountServices,
  person: Person,
): Promise<Account> {
  const { id, guest, admin } = person
  const [record, hasOwner, budget, totalBudget] = await Promise.all([
    database.accounts.find(id),
    database.accounts.hasOwner(config.OWNER_EMAIL),
    budgets.read(id),
    admin ? budgets.readTotal() : null,
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
  }
}
