import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { MessageStore } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messages } from '@/lib/db/postgres/schema'
import { deleteLastToFollow, deleteSomeOf } from './delete-messages'
import { asWritten, findMessage, loneMessage, newestOf } from './message-rows'
import { idsOfPath, lengthOfPath, readConversation, readPath } from './path-rows'
import { treeOf } from './tree-rows'

/** Enough for a median that means something, and few enough to read during a stop. */
const RECENT_ANSWERS = 500

export function createMessageStore(connection: Connection): MessageStore {
  return {
    async find(ownerId, messageId) {
      return findMessage(connection, ownerId, messageId)
    },

    async findNewestAnswer(ownerId, { id, chatId }) {
      const isAnswer = and(eq(messages.chatId, chatId), eq(messages.parentId, id))
      return newestOf(connection, and(eq(messages.ownerId, ownerId), isAnswer))
    },

    async findNewestEdit(ownerId, chatId, messageId) {
      const edits = sql`(WITH RECURSIVE edits(id) AS (
          SELECT ${messageId}::text
          UNION
          SELECT messages.id FROM edits JOIN messages ON messages.edit_of = edits.id
          WHERE messages.chat_id = ${chatId} AND messages.owner_id = ${ownerId}
        ) SELECT id FROM edits)`
      const isInChat = and(eq(messages.ownerId, ownerId), eq(messages.chatId, chatId))
      return newestOf(connection, and(isInChat, sql`${messages.id} IN ${edits}`))
    },

    async path(ownerId, leafId, most) {
      return readPath(connection, ownerId, leafId, most)
    },

    async conversation(ownerId, leafId, most) {
      return readConversation(connection, ownerId, leafId, most)
    },

    async completedOutputTokens(ownerId, model) {
      const rows = await connection
        .select({ model: messages.model, status: messages.status, usage: messages.usage })
        .from(messages)
        .where(and(eq(messages.ownerId, ownerId), isNotNull(messages.endedAt)))
        .orderBy(desc(messages.endedAt))
        .limit(RECENT_ANSWERS)
      return rows.flatMap((row) =>
        row.model === model && row.status === 'completed' ? (row.usage?.outputTokens ?? []) : [],
      )
    },

    async everyonesOutputTokens(model) {
      const rows = await connection
        .select({ usage: messages.usage })
        .from(messages)
        // In the words of its index.
        .where(and(eq(messages.model, model), sql`${messages.status} = 'completed'`))
        .orderBy(desc(messages.endedAt))
        .limit(RECENT_ANSWERS)
      return rows.flatMap(({ usage }) => usage?.outputTokens ?? [])
    },

    async descendantIds(ownerId, messageId) {
      const { rows } = await connection.execute<{ id: string }>(
        sql`WITH RECURSIVE ${treeOf(ownerId, messageId)} SELECT id FROM tree ORDER BY depth, seq`,
      )
      return rows.map(({ id }) => id)
    },

    async newestLeafId(ownerId, messageId) {
      // A message is written before those that follow from it, so the newest has none after it.
      const { rows } = await connection.execute<{ id: string }>(
        sql`WITH RECURSIVE ${treeOf(ownerId, messageId)}
          SELECT id FROM tree ORDER BY seq DESC LIMIT 1`,
      )
      return rows[0]?.id
    },

    async idsOfChat(ownerId, chatId) {
      const rows = await connection
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.chatId, chatId), eq(messages.ownerId, ownerId)))
        .orderBy(asWritten)
      return rows.map(({ id }) => id)
    },

    async idsOfPath(ownerId, leafId) {
      return idsOfPath(connection, ownerId, leafId)
    },

    async lengthOfPath(ownerId, leafId) {
      return lengthOfPath(connection, ownerId, leafId)
    },

    async withIds(ownerId, ids) {
      const rows = await connection
        .select(loneMessage)
        .from(messages)
        .where(and(eq(messages.ownerId, ownerId), sql`${messages.id} = ANY (${sql.param(ids)})`))
      const records = new Map(rows.map((row) => [row.id, row] as const))
      return ids.flatMap((id) => records.get(id) ?? [])
    },

    async deleteSome(ownerId, { chatId, messageId }) {
      return messageId === undefined
        ? deleteSomeOf(connection, ownerId, chatId)
        : deleteLastToFollow(connection, ownerId, messageId)
    },
  }
}
