import { and, eq, gt, or, sql, type Column } from 'drizzle-orm'
import type { AccountRecord, AccountStore } from '@/lib/db/accounts'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { apiKeys, chats, sessions, storedBytes, tokenSpending, users } from '@/lib/db/sqlite/schema'
import { moveAll } from './move-all'

export function createAccountStore(connection: Connection): AccountStore {
  return {
    async find(personId) {
      const row = accountWithId(connection).get({ personId })
      return row && accountOf(row)
    },

    async findSession(sessionId) {
      const found = sessionWithId(connection).get({ sessionId })
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
      // One value for lists of any length.
      const isAmong = (column: Column) =>
        sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`
      const good = connection
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(isAmong(sessions.id), gt(sessions.expiresAt, new Date(now))))
        .unionAll(connection.select({ id: apiKeys.id }).from(apiKeys).where(isAmong(apiKeys.id)))
        .all()
      return new Set(good.map(({ id }) => id))
    },

    async hasOwner(ownerEmail) {
      const byAddress =
        ownerEmail === undefined
          ? undefined
          : and(eq(users.email, ownerEmail), eq(users.emailVerified, true))
      const owner = connection
        .select({ id: users.id })
        .from(users)
        .where(or(eq(users.role, 'admin'), byAddress))
        .limit(1)
        .get()
      return owner !== undefined
    },

    async storedBytes(personId) {
      return bytesOf(connection).get({ personId })?.bytes ?? 0
    },

    async makeOwner(personId) {
      const { changes } = connection
        .update(users)
        .set({ role: 'admin' })
        .where(
          and(
            eq(users.id, personId),
            eq(users.isAnonymous, false),
            sql`not exists (select 1 from ${users} where ${users.role} = 'admin')`,
          ),
        )
        .run()
      return changes > 0
    },

    async isTaken(email) {
      const holder = connection
        .select({ id: users.id })
        .from(users)
        .where(eq(users.email, email))
        .get()
      return holder !== undefined
    },

    async rename(personId, name, now) {
      connection
        .update(users)
        .set({ name, updatedAt: new Date(now) })
        .where(eq(users.id, personId))
        .run()
    },

    async changeAddress(personId, email, now) {
      const { changes } = connection
        .update(users)
        .set({ email, emailVerified: false, updatedAt: new Date(now) })
        .where(
          and(
            eq(users.id, personId),
            sql`not exists (select 1 from ${users} where ${users.email} = ${email})`,
          ),
        )
        .run()
      return changes > 0
    },

    async moveAll(guestId, accountId) {
      moveAll(connection, guestId, accountId)
    },

    async endMovedGuest(guestId, accountId) {
      return connection.transaction(() => {
        const left = connection
          .select({ id: chats.id })
          .from(chats)
          .where(eq(chats.ownerId, guestId))
          .limit(1)
          .get()
        if (left) return undefined
        // Else a budget would begin again with each account.
        connection.run(sql`
          insert into ${tokenSpending} (day, payer, tokens)
          select day, ${accountId}, tokens from ${tokenSpending} where payer = ${guestId}
          on conflict (day, payer) do update set tokens = tokens + excluded.tokens
        `)
        return deletePerson(connection, guestId)
      }, immediately)
    },

    async delete(personId) {
      return connection.transaction(() => deletePerson(connection, personId), immediately)
    },
  }
}

const immediately = { behavior: 'immediate' } as const

/** Returns the sessions and keys that end by that. */
function deletePerson(connection: Connection, personId: string): string[] {
  const ended = [
    ...connection
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.userId, personId))
      .all(),
    ...connection
      .select({ id: apiKeys.id })
      .from(apiKeys)
      .where(eq(apiKeys.ownerId, personId))
      .all(),
  ]
  connection.delete(users).where(eq(users.id, personId)).run()
  return ended.map(({ id }) => id)
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

const accountWithId = prepared((connection) =>
  connection
    .select(accountColumns)
    .from(users)
    .where(eq(users.id, given('personId')))
    .prepare(),
)

const sessionWithId = prepared((connection) =>
  connection
    .select({
      person: accountColumns,
      expiresAt: sessions.expiresAt,
      updatedAt: sessions.updatedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, given('sessionId')))
    .prepare(),
)

const bytesOf = prepared((connection) =>
  connection
    .select({ bytes: storedBytes.bytes })
    .from(storedBytes)
    .where(eq(storedBytes.ownerId, given('personId')))
    .prepare(),
)
