import { sql } from 'drizzle-orm'
import type { Transaction } from './connection'

/**
 * Lets nobody else count, check or move what these people have until the transaction ends: each
 * transaction that does so locks its people first. Rows alone would not do, since what is counted may
 * not be there yet.
 */
export async function lockPeople(transaction: Transaction, ...ids: string[]): Promise<void> {
  // In one order for everybody, so that no two transactions wait for each other.
  for (const id of ids.toSorted()) {
    await transaction.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${id}, 0))`)
  }
}
