import { and, desc, eq, getTableColumns, type SQL } from 'drizzle-orm'
import type { ChatRecord } from '../database'
import { chats, streamSessions } from '../schema'
import { isActive } from './active-sessions'
import type { Connection } from './connection'
import { given, prepared } from './prepared'

/** Chats with the answer that each is streaming, newest first. */
export function selectChats(
  connection: Connection,
  where: SQL | undefined,
  limit: number,
): ChatRecord[] {
  return queryChats(connection, where).limit(limit).all()
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

function queryChats(connection: Connection, where: SQL | undefined) {
  return connection
    .select({ ...getTableColumns(chats), activeMessageId: streamSessions.messageId })
    .from(chats)
    .leftJoin(streamSessions, and(eq(streamSessions.chatId, chats.id), isActive))
    .where(where)
    .orderBy(desc(chats.updatedAt), desc(chats.id))
}
