import { drizzle } from 'drizzle-orm/node-postgres'
import type { PoolClient } from 'pg'
import type { Connection, Transaction } from './connection'
import { isContention } from './postgres-code'

/**
 * How long a transaction may wait for a lock, and stand still between two queries, in milliseconds. Else a
 * process that is frozen within one would keep others waiting until it thaws, and a wait would outlast its query.
 */
const WAIT_MS = 4_000
const IDLE_MS = 5_000

/** In one round trip, and for this transaction alone: a pooler gives its connection to others. */
const BEGIN = `BEGIN; SET LOCAL lock_timeout = ${WAIT_MS};
  SET LOCAL idle_in_transaction_session_timeout = ${IDLE_MS}`

/**
 * Runs queries in one transaction, which is committed when `work` resolves. Only queries of the given
 * `transaction` belong to it. Where PostgreSQL ended the transaction for another one in its way, it is
 * tried once more, so `work` must do nothing else.
 */
export async function inTransaction<Value>(
  connection: Connection,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  try {
    return await inTransactionOnce(connection, work)
  } catch (error) {
    if (!isContention(error)) throw error
    return inTransactionOnce(connection, work)
  }
}

/** The same without a second try, for work that does more than its queries. */
export async function inTransactionOnce<Value>(
  connection: Connection,
  work: (transaction: Transaction) => Promise<Value>,
): Promise<Value> {
  const client = await connection.$client.connect()
  let isBroken = false
  try {
    await client.query(BEGIN)
    const value = await work(drizzle(client))
    await client.query('COMMIT')
    return value
  } catch (error) {
    isBroken = !(await isRolledBack(client))
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** Whether the connection can be used again. */
async function isRolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK')
    return true
  } catch {
    // The connection is lost, and the transaction with it.
    return false
  }
}
