import { and, desc, eq, getTableColumns, sql, type SQL } from 'drizzle-orm'
import type { ChatPosition, ChatRecord } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats, streamSessions } from '@/lib/db/postgres/schema'

/** A chat and the answer that it is streaming. */
export const chatColumns = {
  ...getTableColumns(chats),
  activeMessageId: streamSessions.messageId,
  activeSessionId: streamSessions.id,
}

/** What joins the answer that a chat is streaming. */
export const isActiveInChat = and(
  eq(streamSessions.chatId, chats.id),
  sql`${streamSessions.status} = 'active'`,
)

/** A chat that was just updated, for RETURNING: also after the update had to wait for others. */
export const updatedChat = {
  ...getTableColumns(chats),
  activeMessageId: sql<string | null>`(active_session(chats.id)).message_id`,
  activeSessionId: sql<string | null>`(active_session(chats.id)).id`,
}

/** Chats with the answer that each is streaming, newest first unless another order is given. */
export function selectChats(
  connection: Connection,
  where: SQL | undefined,
  limit: number,
  order: SQL[] = [desc(chats.updatedAt), desc(chats.id)],
): Promise<ChatRecord[]> {
  return connection
    .select(chatColumns)
    .from(chats)
    .leftJoin(streamSessions, isActiveInChat)
    .where(where)
    .orderBy(...order)
    .limit(limit)
}

/** The chats behind this one in the order of {@link selectChats}; all chats where none is given. */
export function isAfter(chat: ChatPosition | undefined): SQL | undefined {
  return chat && sql`(${chats.updatedAt}, ${chats.id}) < (${chat.updatedAt}, ${chat.id})`
}

export function isOwnChat(ownerId: string, chatId: string): SQL | undefined {
  return and(eq(chats.id, chatId), eq(chats.ownerId, ownerId))
}

export async function findChat(
  connection: Connection,
  ownerId: string,
  chatId: string,
): Promise<ChatRecord | undefined> {
  const [found] = await selectChats(connection, isOwnChat(ownerId, chatId), 1)
  return found
}
