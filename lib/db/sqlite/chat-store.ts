import { and, count, eq, gte, lt, or, sql } from 'drizzle-orm'
import type { ChatStore } from '../database'
import { chats } from '../schema'
import { findChat, selectChats } from './chat-rows'
import type { Connection } from './connection'

export function createChatStore(connection: Connection): ChatStore {
  const owned = (ownerId: string, chatId: string) =>
    and(eq(chats.id, chatId), eq(chats.ownerId, ownerId))

  return {
    async list(ownerId, { query, after, limit }) {
      const where = and(
        eq(chats.ownerId, ownerId),
        query === undefined
          ? undefined
          : sql`${chats.title} LIKE ${`%${escapeLike(query)}%`} ESCAPE '\\'`,
        after &&
          or(
            lt(chats.updatedAt, after.updatedAt),
            and(eq(chats.updatedAt, after.updatedAt), lt(chats.id, after.id)),
          ),
      )
      return selectChats(connection, where, limit)
    },

    async changedSince(ownerId, time, limit) {
      return selectChats(
        connection,
        and(eq(chats.ownerId, ownerId), gte(chats.updatedAt, time)),
        limit,
      )
    },

    async find(ownerId, chatId) {
      return findChat(connection, ownerId, chatId)
    },

    async count(ownerId) {
      const owned = connection.select({ count: count() }).from(chats)
      return owned.where(eq(chats.ownerId, ownerId)).get()?.count ?? 0
    },

    async create(chat, now) {
      const { changes } = connection
        .insert(chats)
        .values({ ...chat, createdAt: now, updatedAt: now })
        .onConflictDoNothing()
        .run()
      return changes === 0 ? undefined : findChat(connection, chat.ownerId, chat.id)
    },

    async update(ownerId, chatId, changes) {
      if (Object.keys(changes).length > 0) {
        connection.update(chats).set(changes).where(owned(ownerId, chatId)).run()
      }
      return findChat(connection, ownerId, chatId)
    },

    async delete(ownerId, chatId) {
      return connection.delete(chats).where(owned(ownerId, chatId)).run().changes > 0
    },
  }
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
