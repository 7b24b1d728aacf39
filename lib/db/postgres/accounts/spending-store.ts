import { and, eq } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { tokenSpending } from '@/lib/db/postgres/schema'
import type { SpendingStore, SpendingWrite, Spent } from '@/lib/db/spending'

/**
 * A write whose answer was lost comes again, and may then be saved already, or be on its way still: the
 * number decides, under the lock of its row. Payers are in one order for everybody, so that no two writes
 * wait for each other.
 */
const ADD = `
  WITH numbered AS (
    INSERT INTO spending_writes (server_id, number, written_at)
    VALUES ($1, $2, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
    ON CONFLICT (server_id) DO UPDATE SET number = excluded.number, written_at = excluded.written_at
      WHERE spending_writes.number < excluded.number
    RETURNING number
  )
  INSERT INTO token_spending (day, payer, tokens)
  SELECT day, payer, tokens FROM json_to_recordset($3) AS spent (day text, payer text, tokens bigint)
  WHERE EXISTS (SELECT FROM numbered)
  ORDER BY day, payer
  ON CONFLICT (day, payer) DO UPDATE SET tokens = token_spending.tokens + excluded.tokens
  RETURNING day, payer, tokens
`

/** What is stored of these payers, where a write is there already. */
const READ = `
  SELECT day, payer, tokens FROM token_spending
  JOIN json_to_recordset($1) AS spent (day text, payer text) USING (day, payer)
`

export function createSpendingStore(connection: Connection): SpendingStore {
  async function write({ serverId, number, spent }: SpendingWrite): Promise<Spent[]> {
    const added = JSON.stringify(spent)
    const { rows } = await connection.$client.query<Spent>(ADD, [serverId, number, added])
    if (rows.length > 0) return rows
    return (await connection.$client.query<Spent>(READ, [added])).rows
  }

  return {
    async of(day, payer) {
      const [found] = await connection
        .select({ tokens: tokenSpending.tokens })
        .from(tokenSpending)
        .where(and(eq(tokenSpending.day, day), eq(tokenSpending.payer, payer)))
      return found?.tokens ?? 0
    },

    async add(added) {
      return added.spent.length === 0 ? [] : write(added)
    },
  }
}
