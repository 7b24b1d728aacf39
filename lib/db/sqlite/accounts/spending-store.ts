import { and, eq, sql } from 'drizzle-orm'
import type { SpendingStore } from '@/lib/db/spending'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { tokenSpending } from '@/lib/db/sqlite/schema'

export function createSpendingStore(connection: Connection): SpendingStore {
  return {
    async of(day, payer) {
      return spent(connection).get({ day, payer })?.tokens ?? 0
    },

    async add(day, payers, tokens) {
      connection.transaction(
        () => {
          for (const payer of payers) addTo(connection).run({ day, payer, tokens })
        },
        { behavior: 'immediate' },
      )
    },
  }
}

const spent = prepared((connection) =>
  connection
    .select({ tokens: tokenSpending.tokens })
    .from(tokenSpending)
    .where(and(eq(tokenSpending.day, given('day')), eq(tokenSpending.payer, given('payer'))))
    .prepare(),
)

const addTo = prepared((connection) =>
  connection
    .insert(tokenSpending)
    .values({
      day: sql.placeholder('day'),
      payer: sql.placeholder('payer'),
      tokens: sql.placeholder('tokens'),
    })
    .onConflictDoUpdate({
      target: [tokenSpending.day, tokenSpending.payer],
      set: { tokens: sql`${tokenSpending.tokens} + excluded.tokens` },
    })
    .prepare(),
)
