import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { MessageStore } from '../database'
import { chats, messages } from '../schema'
import type { Connection, Transaction } from './connection'
import { findMessage, withSiblings } from './message-rows'

export function createMessageStore(connection: Connection): MessageStore {
  return {
    async find(ownerId, messageId) {
      return findMessage(connection, messageId, ownerId)
    },

    async findNewestEdit(ownerId, chatId, messageId) {
      const edits = sql`(WITH RECURSIVE edits(id) AS (
          SELECT ${messageId}
          UNION
          SELECT messages.id FROM edits JOIN messages ON messages.edit_of = edits.id
          WHERE messages.chat_id = ${chatId} AND messages.owner_id = ${ownerId}
        ) SELECT id FROM edits)`
      const rows = connection
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.ownerId, ownerId),
            eq(messages.chatId, chatId),
            sql`${messages.id} IN ${edits}`,
          ),
        )
        .orderBy(desc(messages.createdAt), sql`rowid DESC`)
        .limit(1)
        .all()
      return withSiblings(connection, rows)[0]
    },

    async path(ownerId, leafId, limit) {
      const ids = connection
        .all<{ id: string }>(
          sql`WITH RECURSIVE path(id, parent_id, depth) AS (
              SELECT id, parent_id, 1 FROM messages WHERE id = ${leafId} AND owner_id = ${ownerId}
              UNION ALL
              SELECT messages.id, messages.parent_id, depth + 1
              FROM path JOIN messages ON messages.id = path.parent_id
              WHERE messages.owner_id = ${ownerId} AND depth < ${limit}
            ) SELECT id FROM path ORDER BY depth DESC`,
        )
        .map((row) => row.id)
      const rows = connection.select().from(messages).where(inArray(messages.id, ids)).all()
      const records = new Map(
        withSiblings(connection, rows).map((record) => [record.id, record] as const),
      )
      return ids.flatMap((id) => records.get(id) ?? [])
    },

    async descendantIds(ownerId, messageId) {
      return descendants(connection, ownerId, messageId)
    },

    async delete(ownerId, messageId) {
      return connection.transaction(
        (transaction) => {
          const message = findMessage(transaction, messageId, ownerId)
          if (!message) return false
          const ids = descendants(transaction, ownerId, messageId)
          transaction
            .update(chats)
            .set({ leafId: message.parentId })
            .where(and(eq(chats.id, message.chatId), inArray(chats.leafId, ids)))
            .run()
          transaction.delete(messages).where(inArray(messages.id, ids)).run()
          return true
        },
        { behavior: 'immediate' },
      )
    },
  }
}

function descendants(
  connection: Connection | Transaction,
  ownerId: string,
  messageId: string,
): string[] {
  return connection
    .all<{ id: string }>(
      sql`WITH RECURSIVE tree(id) AS (
          SELECT id FROM messages WHERE id = ${messageId} AND owner_id = ${ownerId}
          UNION ALL
          SELECT messages.id FROM tree JOIN messages ON messages.parent_id = tree.id
          WHERE messages.owner_id = ${ownerId}
        ) SELECT id FROM tree`,
    )
    .map((row) => row.id)
}
