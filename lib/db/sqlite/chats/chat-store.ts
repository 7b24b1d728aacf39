import { and, count, eq, sql, type SQL } from 'drizzle-orm'
import type { ChatStore } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats } from '@/lib/db/sqlite/schema'
import { chatNews } from './chat-news'
import { changedAt, findChat, isAfter, selectChats } from './chat-rows'
import { deleteChat } from './delete-chat'
import { searchChats } from './search-chats'

export function createChatStore(connection: Connection): ChatStore {
  const immediately = { behavior: 'immediate' } as const
  const owned = (ownerId: string, chatId: string) =>
    and(eq(chats.id, chatId), eq(chats.ownerId, ownerId))

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

    async newsSince(ownerId, time, limit) {
      return connection.transaction(() => chatNews(connection, ownerId, { since: time, limit }))
    },

    async find(ownerId, chatId) {
      return findChat(connection, ownerId, chatId)
    },

    async count(ownerId) {
      return countOf(connection).get({ ownerId })?.count ?? 0
    },

    async create(chat, now) {
      return connection.transaction(() => {
        const { changes } = connection
          .insert(chats)
          .values({ ...chat, createdAt: now, updatedAt: now })
          .onConflictDoNothing()
          .run()
        if (changes === 0) return undefined
        const own = owned(chat.ownerId, chat.id)
        connection
          .update(chats)
          .set({ updatedAt: changedAt(now) })
          .where(own)
          .run()
        return findChat(connection, chat.ownerId, chat.id)
      }, immediately)
    },

    async update(ownerId, chatId, changes, now) {
      if (Object.keys(changes).length === 0) return findChat(connection, ownerId, chatId)
      return connection.transaction(() => {
        connection
          .update(chats)
          .set({ ...changes, editedAt: now })
          .where(owned(ownerId, chatId))
          .run()
        return findChat(connection, ownerId, chatId)
      }, immediately)
    },

    async replaceTitle(ownerId, chatId, { from, to }, now) {
      return connection.transaction(() => {
        const { changes } = connection
          .update(chats)
          .set({ title: to, editedAt: now })
          .where(and(owned(ownerId, chatId), eq(chats.title, from), eq(chats.titleGiven, false)))
          .run()
        return changes === 0 ? undefined : findChat(connection, ownerId, chatId)
      }, immediately)
    },

    async delete(ownerId, chatId, now) {
      return deleteChat(connection, ownerId, chatId, now)
    },
  }
}

/** In the words of their index, as with the active sessions. */
function isPinned(pinned: boolean): SQL {
  return pinned ? sql`${chats.pinned} = 1` : sql`${chats.pinned} = 0`
}

const countOf = prepared((connection) =>
  connection
    .select({ count: count() })
    .from(chats)
    .where(eq(chats.ownerId, given('ownerId')))
    .prepare(),
)
