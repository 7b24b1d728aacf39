import { Client } from 'pg'
import { expect, onTestFinished, vi } from 'vitest'
import type { TestPostgres } from './open-test-postgres'

/**
 * Makes calls one after another while a transaction holds what a statement has locked: each is made when
 * the one before waits for that, or is done. Gives their results once the lock is gone.
 */
export async function whileHeld<Results extends unknown[]>(
  { sql, url }: TestPostgres,
  statement: string,
  ...calls: { [Index in keyof Results]: () => Promise<Results[Index]> }
): Promise<Results> {
  const holder = new Client({ connectionString: url })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('BEGIN')
  await holder.query(statement)
  let done = 0
  const results = []
  for (const call of calls) {
    results.push(
      call().finally(() => {
        done += 1
      }),
    )
    await vi.waitFor(async () => {
      const [waiting] = await sql<{ calls: number }>(
        `SELECT count(*)::int AS calls FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      expect(done + (waiting?.calls ?? 0)).toBe(results.length)
    })
  }
  await holder.query('ROLLBACK')
  // The results of these very calls, in their order.
  return (await Promise.all(results)) as Results
}
