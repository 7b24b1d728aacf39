import { and, desc, eq, inArray, isNotNull, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { MessageStore } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, messages } from '@/lib/db/sqlite/schema'
import { asInserted, findMessage, isOf, withSiblings } from './message-rows'
import { idsOfPath, lengthOfPath, readConversation, readPath } from './path-rows'

/** Enough for a median that means something, and few enough to read during a stop. */
const RECENT_ANSWERS = 500

/** How many messages are deleted at a time: with all that hangs on them, that takes a few milliseconds. */
const DELETED_AT_ONCE = 50

export function createMessageStore(connection: Connection): MessageStore {
  return {
    async find(ownerId, messageId) {
      return findMessage(connection, messageId, ownerId)
    },

    async findNewestAnswer(ownerId, { id, chatId }) {
      const isAnswer = and(eq(messages.chatId, chatId), eq(messages.parentId, id))
      const rows = connection
        .select()
        .from(messages)
        .where(and(eq(messages.ownerId, ownerId), isAnswer))
        .orderBy(desc(asInserted))
        .limit(1)
        .all()
      return withSiblings(connection, rows)[0]
    },

    async findNewestEdit(ownerId, chatId, messageId) {
      const edits = sql`(WITH RECURSIVE edits(id) AS (
          SELECT ${messageId}
          UNION
          SELECT messages.id FROM edits JOIN messages ON messages.edit_of = edits.id
          WHERE messages.chat_id = ${chatId} AND ${isOf(ownerId)}
        ) SELECT id FROM edits)`
      const rows = connection
        .select()
        .from(messages)
        .where(and(isOf(ownerId), eq(messages.chatId, chatId), sql`${messages.id} IN ${edits}`))
        .orderBy(desc(asInserted))
        .limit(1)
        .all()
      return withSiblings(connection, rows)[0]
    },

    async path(ownerId, leafId, most) {
      return readPath(connection, ownerId, leafId, most)
    },

    async conversation(ownerId, leafId, most) {
      return readConversation(connection, ownerId, leafId, most)
    },

    async completedOutputTokens(ownerId, model) {
      const rows = recentAnswers(connection).all({ ownerId })
      return rows.flatMap((row) =>
        row.model === model && row.status === 'completed' ? (row.outputTokens ?? []) : [],
      )
    },

    async everyonesOutputTokens(model) {
      const rows = completedAnswers(connection).all({ model })
      return rows.flatMap((row) => row.outputTokens ?? [])
    },

    async descendantIds(ownerId, messageId) {
      return descendants(connection, ownerId, messageId)
    },

    async newestLeafId(ownerId, messageId) {
      const ids = descendants(connection, ownerId, messageId)
      // A message is written before those that follow from it, so the newest has none after it.
      return connection
        .select({ id: messages.id })
        .from(messages)
        .where(isAmong(messages.id, ids))
        .orderBy(desc(asInserted))
        .limit(1)
        .get()?.id
    },

    async idsOfChat(ownerId, chatId) {
      const rows = connection
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.chatId, chatId), isOf(ownerId)))
        .orderBy(asInserted)
        .all()
      return rows.map(({ id }) => id)
    },

    async idsOfPath(ownerId, leafId) {
      return idsOfPath(connection, ownerId, leafId)
    },

    async lengthOfPath(ownerId, leafId) {
      return lengthOfPath(connection, ownerId, leafId)
    },

    async withIds(ownerId, ids) {
      const rows = connection
        .select()
        .from(messages)
        .where(and(eq(messages.ownerId, ownerId), inArray(messages.id, [...ids])))
        .all()
      const records = new Map(rows.map(({ editOf: _, ...row }) => [row.id, row] as const))
      return ids.flatMap((id) => records.get(id) ?? [])
    },

    async deleteSome(ownerId, { chatId, messageId }) {
      return connection.transaction(
        () => {
          const ids =
            messageId === undefined
              ? someOf(connection, ownerId, chatId)
              : lastToFollow(connection, ownerId, messageId)
          connection.delete(messages).where(inArray(messages.id, ids)).run()
          return ids
        },
        { behavior: 'immediate' },
      )
    },
  }
}

/** Some messages of a person, or of one of their chats, which is then deleted, too. */
function someOf(connection: Connection, ownerId: string, chatId: string | undefined): string[] {
  const those =
    chatId === undefined
      ? eq(messages.ownerId, ownerId)
      : and(eq(messages.chatId, chatId), isOf(ownerId))
  const some = connection.select({ id: messages.id }).from(messages).where(those)
  return some
    .limit(DELETED_AT_ONCE)
    .all()
    .map(({ id }) => id)
}

/** The last of a message and those that follow from it. The leaf of the chat moves away from all of them. */
function lastToFollow(connection: Connection, ownerId: string, messageId: string): string[] {
  const message = findMessage(connection, messageId, ownerId)
  if (!message) return []
  const ids = descendants(connection, ownerId, messageId)
  connection
    .update(chats)
    .set({ leafId: message.parentId })
    .where(and(eq(chats.id, message.chatId), isAmong(chats.leafId, ids)))
    .run()
  return ids.slice(-DELETED_AT_ONCE)
}

const outputTokens = sql<number | null>`${messages.usage} ->> '$.outputTokens'`

const recentAnswers = prepared((connection) =>
  connection
    .select({ model: messages.model, status: messages.status, outputTokens })
    .from(messages)
    .where(and(eq(messages.ownerId, given('ownerId')), isNotNull(messages.endedAt)))
    .orderBy(desc(messages.endedAt))
    .limit(RECENT_ANSWERS)
    .prepare(),
)

const completedAnswers = prepared((connection) =>
  connection
    .select({ outputTokens })
    .from(messages)
    // In the words of its index, as with the active sessions.
    .where(and(eq(messages.model, given('model')), sql`${messages.status} = 'completed'`))
    .orderBy(desc(messages.endedAt))
    .limit(RECENT_ANSWERS)
    .prepare(),
)

/** As one value: a chat may have more messages than a statement may have values. */
function isAmong(column: SQLWrapper, ids: readonly string[]): SQL {
  return sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
}

/** The message and all that follow from it, the nearest first. */
function descendants(connection: Connection, ownerId: string, messageId: string): string[] {
  return connection
    .all<{ id: string }>(
      sql`WITH RECURSIVE tree(id, chat_id) AS (
          SELECT id, chat_id FROM messages WHERE id = ${messageId} AND owner_id = ${ownerId}
          UNION ALL
          SELECT messages.id, messages.chat_id FROM tree
          JOIN messages ON messages.chat_id = tree.chat_id AND messages.parent_id = tree.id
          WHERE ${isOf(ownerId)}
        ) SELECT id FROM tree`,
    )
    .map((row) => row.id)
}
