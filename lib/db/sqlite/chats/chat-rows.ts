import { and, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { ChatPosition, ChatRecord } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, streamSessions } from '@/lib/db/sqlite/schema'
import { isActive } from './active-sessions'

const newestFirst = [desc(chats.updatedAt), desc(chats.id)]

/** Chats with the answer that each is streaming, newest first unless another order is given. */
export function selectChats(
  connection: Connection,
  where: SQL | undefined,
  limit: number,
  order: SQL[] = newestFirst,
): ChatRecord[] {
  return queryChats(connection, where, order).limit(limit).all()
}

/** The chats behind this one in the order of {@link selectChats}; all chats where none is given. */
export function isAfter(chat: ChatPosition | undefined): SQL | undefined {
  return chat && sql`(${chats.updatedAt}, ${chats.id}) < (${chat.updatedAt}, ${chat.id})`
}

/**
 * The time of a change to a chat, for its update: `now`, but later than every other chat of its owner,
 * whatever the clock said then. The list is in this order.
 */
export function changedAt(now: number | SQL): SQL<number> {
  return sql<number>`max(${now}, ${chats.updatedAt}, coalesce((
    SELECT other.updated_at + 1 FROM ${chats} AS other
    WHERE other.owner_id = ${chats.ownerId} AND other.id <> ${chats.id}
    ORDER BY other.updated_at DESC LIMIT 1
  ), 0))`
}

export function findChat(
  connection: Connection,
  ownerId: string,
  chatId: string,
): ChatRecord | undefined {
  return ownChat(connection).get({ ownerId, chatId })
}

const ownChat = prepared((connection) =>
  queryChats(
    connection,
    and(eq(chats.id, given('chatId')), eq(chats.ownerId, given('ownerId'))),
  ).prepare(),
)

function queryChats(connection: Connection, where: SQL | undefined, order = newestFirst) {
  return connection
    .select({
      ...getTableColumns(chats),
      activeMessageId: streamSessions.messageId,
      activeSessionId: streamSessions.id,
    })
    .from(chats)
    .leftJoin(streamSessions, and(eq(streamSessions.chatId, chats.id), isActive))
    .where(where)
    .orderBy(...order)
}
