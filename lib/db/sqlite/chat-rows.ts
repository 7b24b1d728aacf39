import { and, desc, eq, getTableColumns, type SQL } from 'drizzle-orm'
import type { ChatRecord } from '../database'
import { chats, streamSessions } from '../schema'
import type { Connection, Transaction } from './connection'

/** Chats with the answer that each is streaming, newest first. */
export function selectChats(
  connection: Connection | Transaction,
  where: SQL | undefined,
  limit: number,
): ChatRecord[] {
  return connection
    .select({ ...getTableColumns(chats), activeMessageId: streamSessions.messageId })
    .from(chats)
    .leftJoin(
      streamSessions,
      and(eq(streamSessions.chatId, chats.id), eq(streamSessions.status, 'active')),
    )
    .where(where)
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(limit)
    .all()
}

export function findChat(
  connection: Connection | Transaction,
  ownerId: string,
  chatId: string,
): ChatRecord | undefined {
  return selectChats(connection, and(eq(chats.id, chatId), eq(chats.ownerId, ownerId)), 1)[0]
}
