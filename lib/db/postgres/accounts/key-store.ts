import { and, count, desc, eq, getTableColumns } from 'drizzle-orm'
import type { KeyStore } from '@/lib/db/keys'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { lockPeople } from '@/lib/db/postgres/connection/lock-people'
import { isUnwritable } from '@/lib/db/postgres/connection/told-errors'
import { apiKeys, users } from '@/lib/db/postgres/schema'
import { accountColumns, accountOf } from './account-store'

export function createKeyStore(connection: Connection): KeyStore {
  return {
    create(key, most) {
      return inTransaction(connection, async (transaction) => {
        await lockPeople(transaction, key.ownerId)
        const [owned] = await transaction
          .select({ count: count() })
          .from(apiKeys)
          .where(eq(apiKeys.ownerId, key.ownerId))
        if ((owned?.count ?? 0) >= most) return false
        await transaction.insert(apiKeys).values(key)
        return true
      })
    },

    async list(ownerId) {
      return connection
        .select(columns)
        .from(apiKeys)
        .where(eq(apiKeys.ownerId, ownerId))
        .orderBy(desc(apiKeys.seq))
    },

    async delete(ownerId, keyId) {
      const deleted = await connection
        .delete(apiKeys)
        .where(and(eq(apiKeys.id, keyId), eq(apiKeys.ownerId, ownerId)))
      return deleted.rowCount === 1
    },

    async deleteAll(ownerId) {
      const ended = await connection
        .delete(apiKeys)
        .where(eq(apiKeys.ownerId, ownerId))
        .returning({ id: apiKeys.id })
      return ended.map(({ id }) => id)
    },

    async findByHash(hash) {
      const [found] = await connection
        .select({ key: columns, owner: accountColumns })
        .from(apiKeys)
        .innerJoin(users, eq(users.id, apiKeys.ownerId))
        .where(eq(apiKeys.hash, hash))
      return found && { ...found.key, owner: accountOf(found.owner) }
    },

    async markUsed(keyId, now) {
      try {
        await connection.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, keyId))
      } catch (error) {
        // A call that only reads must not fail for this; the key's next use is noted instead.
        if (!isUnwritable(error)) throw error
      }
    },
  }
}

const { hash: _, seq: __, ...columns } = getTableColumns(apiKeys)
