import { sql } from 'drizzle-orm'
import type { StorageState } from '@/lib/db/database'
import type { Connection } from './connection'
import { inTransaction } from './in-transaction'
import { storageProblemOf } from './told-errors'

/** Whether the database can save: writes a row and deletes it again. Throws any error that is no storage problem. */
export async function tryWriting(connection: Connection): Promise<StorageState> {
  // A payer of its own for each try, so that servers do not wait for one another.
  const payer = crypto.randomUUID()
  try {
    await inTransaction(connection, async (transaction) => {
      await transaction.execute(
        sql`INSERT INTO token_spending (day, payer, tokens) VALUES ('', ${payer}, 0)`,
      )
      await transaction.execute(sql`DELETE FROM token_spending WHERE day = '' AND payer = ${payer}`)
    })
    return 'ok'
  } catch (error) {
    const problem = storageProblemOf(error)
    if (problem === undefined) throw error
    return problem
  }
}
