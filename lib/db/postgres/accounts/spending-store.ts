import { and, eq, sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { tokenSpending } from '@/lib/db/postgres/schema'
import type { SpendingStore } from '@/lib/db/spending'

export function createSpendingStore(connection: Connection): SpendingStore {
  return {
    async of(day, payer) {
      const [found] = await connection
        .select({ tokens: tokenSpending.tokens })
        .from(tokenSpending)
        .where(and(eq(tokenSpending.day, day), eq(tokenSpending.payer, payer)))
      return found?.tokens ?? 0
    },

    async add(day, payers, tokens) {
      if (payers.length === 0) return
      await connection
        .insert(tokenSpending)
        // In one order for everybody, so that no two calls wait for each other.
        .values(payers.toSorted().map((payer) => ({ day, payer, tokens })))
        .onConflictDoUpdate({
          target: [tokenSpending.day, tokenSpending.payer],
          set: { tokens: sql`${tokenSpending.tokens} + excluded.tokens` },
        })
    },
  }
}
