import { and, eq, sql } from 'drizzle-orm'
import type { AccountRecord, AccountStore } from '@/lib/db/accounts'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { lockChatsOf } from '@/lib/db/postgres/connection/lock-chats-of'
import { lockPeople } from '@/lib/db/postgres/connection/lock-people'
import { lockSessionsOf } from '@/lib/db/postgres/connection/lock-sessions-of'
import { isTaken } from '@/lib/db/postgres/connection/postgres-code'
import { apiKeys, chats, sessions, storedBytes, users } from '@/lib/db/postgres/schema'
import { moveAll } from './move-all'

const GOOD_CREDENTIALS = `
  SELECT id FROM sessions WHERE id = ANY ($1) AND expires_at > $2
  UNION ALL
  SELECT id FROM api_keys WHERE id = ANY ($1)
`

export function createAccountStore(connection: Connection): AccountStore {
  return {
    async find(personId) {
      const [row] = await connection
        .select(accountColumns)
        .from(users)
        .where(eq(users.id, personId))
      return row && accountOf(row)
    },

    async findSession(sessionId) {
      const [found] = await connection
        .select({
          person: accountColumns,
          expiresAt: sessions.expiresAt,
          updatedAt: sessions.updatedAt,
        })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.id, sessionId))
      if (!found) return undefined
      const { person, expiresAt, updatedAt } = found
      return {
        id: sessionId,
        person: accountOf(person),
        expiresAt: expiresAt.getTime(),
        usedAt: updatedAt.getTime(),
      }
    },

    async goodCredentials(ids, now) {
      const { rows } = await connection.$client.query<{ id: string }>(GOOD_CREDENTIALS, [ids, now])
      return new Set(rows.map(({ id }) => id))
    },

    async hasOwner(ownerEmail) {
      const { rows } = await connection.execute<{ owned: boolean }>(sql`
        SELECT EXISTS (SELECT FROM users WHERE role = 'admin')
          OR EXISTS (SELECT FROM users WHERE email = ${ownerEmail ?? null} AND email_verified) AS owned`)
      return rows[0]?.owned === true
    },

    async storedBytes(personId) {
      const [found] = await connection
        .select({ bytes: storedBytes.bytes })
        .from(storedBytes)
        .where(eq(storedBytes.ownerId, personId))
      return found?.bytes ?? 0
    },

    makeOwner: (personId) =>
      // Of two who ask at once, the index of the owner refuses the second.
      unlessTaken(async () => {
        const made = await connection
          .update(users)
          .set({ role: 'admin' })
          .where(
            and(
              eq(users.id, personId),
              eq(users.isAnonymous, false),
              sql`NOT EXISTS (SELECT FROM users WHERE role = 'admin')`,
            ),
          )
        return made.rowCount === 1
      }),

    async isTaken(email) {
      const [holder] = await connection
        .select({ id: users.id })
        .from(users)
        .where(eq(users.email, email))
      return holder !== undefined
    },

    async rename(personId, name, now) {
      await connection
        .update(users)
        .set({ name, updatedAt: new Date(now) })
        .where(eq(users.id, personId))
    },

    changeAddress: (personId, email, now) =>
      unlessTaken(async () => {
        const changed = await connection
          .update(users)
          .set({ email, emailVerified: false, updatedAt: new Date(now) })
          .where(
            and(eq(users.id, personId), sql`NOT EXISTS (SELECT FROM users WHERE email = ${email})`),
          )
        return changed.rowCount === 1
      }),

    moveAll: (guestId, accountId) => moveAll(connection, guestId, accountId),

    endMovedGuest: (guestId, accountId) =>
      inTransaction(connection, async (transaction) => {
        await lockPeople(transaction, guestId)
        const [left] = await transaction
          .select({ id: chats.id })
          .from(chats)
          .where(eq(chats.ownerId, guestId))
          .limit(1)
        if (left) return undefined
        await transaction.execute(spendingMoved(guestId, accountId))
        return deletePerson(transaction, guestId)
      }),

    delete: (personId) =>
      inTransaction(connection, async (transaction) => {
        await lockPeople(transaction, personId)
        await lockChatsOf(transaction, personId)
        await lockSessionsOf(transaction, personId)
        return deletePerson(transaction, personId)
      }),
  }
}

/** Else a budget would begin again with each account. */
const spendingMoved = (guestId: string, accountId: string) => sql`
  INSERT INTO token_spending (day, payer, tokens)
  SELECT day, ${accountId}, tokens FROM token_spending WHERE payer = ${guestId} ORDER BY day
  ON CONFLICT (day, payer) DO UPDATE SET tokens = token_spending.tokens + excluded.tokens`

/**
 * Deletes a person whom the transaction has locked. Returns the sessions and keys that end by that, also those
 * that were made meanwhile.
 */
async function deletePerson(transaction: Transaction, personId: string): Promise<string[]> {
  // From here on nobody can sign in as this person.
  await transaction.select({ id: users.id }).from(users).where(eq(users.id, personId)).for('update')
  const ended = [
    ...(await transaction
      .delete(sessions)
      .where(eq(sessions.userId, personId))
      .returning({ id: sessions.id })),
    ...(await transaction
      .delete(apiKeys)
      .where(eq(apiKeys.ownerId, personId))
      .returning({ id: apiKeys.id })),
  ]
  await transaction.delete(users).where(eq(users.id, personId))
  return ended.map(({ id }) => id)
}

/** Makes a change; false where it would take what somebody else has, or has taken at the same time. */
async function unlessTaken(change: () => Promise<boolean>): Promise<boolean> {
  try {
    return await change()
  } catch (error) {
    if (!isTaken(error)) throw error
    return false
  }
}

export const accountColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  emailVerified: users.emailVerified,
  isAnonymous: users.isAnonymous,
  role: users.role,
}

type AccountRow = Pick<typeof users.$inferSelect, keyof typeof accountColumns>

export function accountOf({ isAnonymous, role, ...row }: AccountRow): AccountRecord {
  return { ...row, guest: isAnonymous ?? false, owner: role === 'admin' }
}
