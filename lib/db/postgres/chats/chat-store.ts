import { and, count, eq, sql, type SQL } from 'drizzle-orm'
import type { ChatStore } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats } from '@/lib/db/postgres/schema'
import { chatNews } from './chat-news'
import { findChat, isAfter, isOwnChat, selectChats, updatedChat } from './chat-rows'
import { deleteChat } from './delete-chat'
import { searchChats } from './search-chats'

export function createChatStore(connection: Connection): ChatStore {
  return {
    async list(ownerId, { pinned, after, limit }) {
      const where = and(
        eq(chats.ownerId, ownerId),
        pinned === undefined ? undefined : isPinned(pinned),
        isAfter(after),
      )
      return selectChats(connection, where, limit)
    },

    async search(ownerId, search) {
      return searchChats(connection, ownerId, search)
    },

    newsSince: (ownerId, time, limit) => chatNews(connection, ownerId, { since: time, limit }),

    async find(ownerId, chatId) {
      return findChat(connection, ownerId, chatId)
    },

    async count(ownerId) {
      const [counted] = await connection
        .select({ count: count() })
        .from(chats)
        .where(eq(chats.ownerId, ownerId))
      return counted?.count ?? 0
    },

    async create(chat, now) {
      const updatedAt = sql<number>`time_of_new_chat(${chat.ownerId}, ${now})`
      const [created] = await connection
        .insert(chats)
        .values({ ...chat, createdAt: now, updatedAt })
        .onConflictDoNothing()
        .returning()
      return created && { ...created, activeMessageId: null, activeSessionId: null }
    },

    async update(ownerId, chatId, changes, now) {
      if (Object.keys(changes).length === 0) return findChat(connection, ownerId, chatId)
      const [updated] = await connection
        .update(chats)
        .set({ ...changes, editedAt: now })
        .where(isOwnChat(ownerId, chatId))
        .returning(updatedChat)
      return updated
    },

    async replaceTitle(ownerId, chatId, { from, to }, now) {
      const isStillSame = and(eq(chats.title, from), eq(chats.titleGiven, false))
      const [updated] = await connection
        .update(chats)
        .set({ title: to, editedAt: now })
        .where(and(isOwnChat(ownerId, chatId), isStillSame))
        .returning(updatedChat)
      return updated
    },

    delete: (ownerId, chatId, now) => deleteChat(connection, ownerId, chatId, now),
  }
}

/** In the words of the index of pinned chats. */
function isPinned(pinned: boolean): SQL {
  return pinned ? sql`${chats.pinned}` : sql`NOT ${chats.pinned}`
}
