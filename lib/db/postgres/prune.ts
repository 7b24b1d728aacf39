import { and, eq, inArray, lt, sql, type SQL } from 'drizzle-orm'
import type { Pruned } from '@/lib/db/database'
import type { Connection, Transaction } from './connection/connection'
import { inTransaction } from './connection/in-transaction'
import { lockPeople } from './connection/lock-people'
import {
  cancelRequests,
  chats,
  deletedChats,
  messages,
  servers,
  spendingWrites,
  streamSessions,
  tokenSpending,
  users,
} from './schema'

/** How many rows a step deletes or reads: with all that hangs on them, that takes some milliseconds. */
const A_STEP = 200

type Guest = { id: string; createdAt: number; idle: boolean }

/** A place before that of every guest. */
const BEFORE_ALL = { id: '', createdAt: Number.MIN_SAFE_INTEGER }

/**
 * Deletes rows from before a time: ended stream sessions (their messages stay), stops that waited for a
 * send, the spending of earlier days, the IDs of deleted chats, leases that were over, and guests who have
 * done nothing since, with everything that is theirs. Each step is a transaction. Several servers may prune at once: each row is
 * deleted by one of them.
 */
export async function prune(connection: Connection, before: number): Promise<Pruned> {
  const day = new Date(before).toISOString().slice(0, 'YYYY-MM-DD'.length)
  await connection.delete(cancelRequests).where(lt(cancelRequests.createdAt, before))
  await connection.delete(tokenSpending).where(lt(tokenSpending.day, day))
  await connection.delete(deletedChats).where(lt(deletedChats.deletedAt, before))
  await connection.delete(servers).where(lt(servers.leaseUntil, before))
  await connection.delete(spendingWrites).where(lt(spendingWrites.writtenAt, before))
  const endedSessions = await deleteSessions(connection, before)
  let idleGuests = 0
  let last: Pick<Guest, 'id' | 'createdAt'> | undefined = BEFORE_ALL
  while (last) {
    const guests = await nextGuests(connection, last, before)
    for (const { id, idle } of guests) {
      if (idle) idleGuests += await deleteGuest(connection, id, before)
    }
    last = guests.at(-1)
  }
  return { endedSessions, idleGuests }
}

/** Deletes the ended sessions, but those that another server is deleting. Says how many. */
async function deleteSessions(connection: Connection, before: number): Promise<number> {
  let sum = 0
  for (;;) {
    const some = connection
      .select({ id: streamSessions.id })
      .from(streamSessions)
      .where(lt(streamSessions.endedAt, before))
      .orderBy(streamSessions.endedAt)
      .limit(A_STEP)
      .for('update', { skipLocked: true })
    // As an array, so that they are chosen, and locked, only once.
    const deleted = await connection
      .delete(streamSessions)
      .where(sql`${streamSessions.id} = ANY (ARRAY(${some}))`)
    const count = deleted.rowCount ?? 0
    sum += count
    if (count < A_STEP) return sum
  }
}

/** The guests who came next after a guest, and before a time. */
async function nextGuests(
  connection: Connection,
  { createdAt, id }: Pick<Guest, 'id' | 'createdAt'>,
  before: number,
): Promise<Guest[]> {
  const { rows } = await connection.execute<Guest>(sql`
    SELECT id, created_at::float8 AS "createdAt", ${isIdle(before)} AS idle FROM (
      SELECT id, created_at, is_anonymous FROM users
      WHERE is_anonymous AND created_at < ${before} AND (created_at, id) > (${createdAt}, ${id})
      ORDER BY created_at, id LIMIT ${A_STEP}
    ) AS users ORDER BY created_at, id`)
  return rows
}

/** Whether a person of `users` is still a guest, and has neither been seen nor chatted since. */
function isIdle(before: number): SQL {
  return sql`(users.is_anonymous
    AND NOT EXISTS (SELECT FROM sessions WHERE user_id = users.id AND updated_at >= ${before})
    AND NOT EXISTS (SELECT FROM chats WHERE owner_id = users.id AND updated_at >= ${before}))`
}

/**
 * Deletes a guest with everything of theirs, in as many transactions as that takes; says how many guests
 * that were: none once they have come back.
 */
async function deleteGuest(connection: Connection, id: string, before: number): Promise<number> {
  for (;;) {
    const deleted = await inTransaction(connection, async (transaction) => {
      await lockPeople(transaction, id)
      for (const table of [messages, chats]) {
        const some = await deleteSome(transaction, table, id, before)
        // There may be more.
        if (some === A_STEP) return undefined
      }
      const guests = await transaction.delete(users).where(and(eq(users.id, id), isIdle(before)))
      return guests.rowCount ?? 0
    })
    if (deleted !== undefined) return deleted
  }
}

/** Deletes some messages or chats of a guest who is idle. */
async function deleteSome(
  transaction: Transaction,
  table: typeof messages | typeof chats,
  id: string,
  before: number,
): Promise<number> {
  const some = transaction
    .select({ id: table.id })
    .from(table)
    .where(eq(table.ownerId, id))
    .limit(A_STEP)
  const guest = sql`EXISTS (SELECT FROM users WHERE id = ${id} AND ${isIdle(before)})`
  const deleted = await transaction.delete(table).where(and(inArray(table.id, some), guest))
  return deleted.rowCount ?? 0
}
