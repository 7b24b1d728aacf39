import { and, count, eq, getTableColumns, sql } from 'drizzle-orm'
import type { KeyStore } from '@/lib/db/keys'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { isUnwritable } from '@/lib/db/sqlite/file/wait-while-busy'
import { apiKeys, users } from '@/lib/db/sqlite/schema'
import { accountColumns, accountOf } from './account-store'

export function createKeyStore(connection: Connection): KeyStore {
  return {
    async create(key, most) {
      return connection.transaction(
        () => {
          const owned = connection
            .select({ count: count() })
            .from(apiKeys)
            .where(eq(apiKeys.ownerId, key.ownerId))
            .get()
          if ((owned?.count ?? 0) >= most) return false
          connection.insert(apiKeys).values(key).run()
          return true
        },
        { behavior: 'immediate' },
      )
    },

    async list(ownerId) {
      return connection
        .select(columns)
        .from(apiKeys)
        .where(eq(apiKeys.ownerId, ownerId))
        .orderBy(sql`${apiKeys}.rowid DESC`)
        .all()
    },

    async delete(ownerId, keyId) {
      const { changes } = connection
        .delete(apiKeys)
        .where(and(eq(apiKeys.id, keyId), eq(apiKeys.ownerId, ownerId)))
        .run()
      return changes > 0
    },

    async deleteAll(ownerId) {
      const ended = connection
        .delete(apiKeys)
        .where(eq(apiKeys.ownerId, ownerId))
        .returning({ id: apiKeys.id })
        .all()
      return ended.map(({ id }) => id)
    },

    async findByHash(hash) {
      const found = keyWithHash(connection).get({ hash })
      return found && { ...found.key, owner: accountOf(found.owner) }
    },

    async markUsed(keyId, now) {
      try {
        connection.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, keyId)).run()
      } catch (error) {
        // A call that only reads must not wait for this, or fail; the key's next use is noted instead.
        if (!isUnwritable(error)) throw error
      }
    },
  }
}

const { hash: _, ...columns } = getTableColumns(apiKeys)

const keyWithHash = prepared((connection) =>
  connection
    .select({ key: columns, owner: accountColumns })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.ownerId))
    .where(eq(apiKeys.hash, given('hash')))
    .prepare(),
)
