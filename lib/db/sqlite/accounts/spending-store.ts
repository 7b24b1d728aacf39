import { and, eq, sql } from 'drizzle-orm'
import type { SpendingStore } from '@/lib/db/spending'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { tokenSpending } from '@/lib/db/sqlite/schema'

export function createSpendingStore(connection: Connection): SpendingStore {
  /** By server. In memory: nobody else writes to the file, and a write that throws has saved nothing. */
  const latest = new Map<string, number>()

  const stored = (day: string, payer: string): number =>
    spent(connection).get({ day, payer })?.tokens ?? 0

  return {
    async of(day, payer) {
      return stored(day, payer)
    },

    async add({ serverId, number, spent: added }) {
      const isKnown = number <= (latest.get(serverId) ?? 0)
      const sums = connection.transaction(
        () =>
          added.map(({ day, payer, tokens }) => {
            const sum = isKnown ? undefined : addTo(connection).get({ day, payer, tokens })
            return { day, payer, tokens: sum?.tokens ?? stored(day, payer) }
          }),
        { behavior: 'immediate' },
      )
      if (!isKnown) latest.set(serverId, number)
      return sums
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
    .returning({ tokens: tokenSpending.tokens })
    .prepare(),
)
