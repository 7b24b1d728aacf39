import { sql } from 'drizzle-orm'
import { index, json, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { EndReason, Status } from '@/lib/contract/end-reason'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import { users } from './accounts'
import { chats, messages } from './chats'
import { whole } from './columns'

/** One attempt at producing an answer. Times are milliseconds since the epoch. */
export const streamSessions = pgTable(
  'stream_sessions',
  {
    id: text('id').primaryKey(),
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    chatId: text('chat_id')
      .notNull()
      .references(() => chats.id, { onDelete: 'cascade' }),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The process that runs the session. */
    processId: text('process_id').notNull(),
    model: text('model').notNull(),
    status: text('status').$type<Status>().notNull(),
    endReason: text('end_reason').$type<EndReason>(),
    startedAt: whole('started_at').notNull(),
    firstTokenAt: whole('first_token_at'),
    cancelRequestedAt: whole('cancel_requested_at'),
    /** The stop by another server that has ended the session, if one has. */
    cancelRequestId: text('cancel_request_id'),
    /** A stop by another server, which the server of the session carries out. */
    cancelMark: json('cancel_mark').$type<CancelMark>(),
    endedAt: whole('ended_at'),
    chunkCount: whole('chunk_count').notNull().default(0),
    /** How many of the message's parts earlier sessions had brought. */
    partsBefore: whole('parts_before').notNull().default(0),
    textLength: whole('text_length').notNull().default(0),
  },
  (table) => [
    uniqueIndex('one_active_session_a_chat')
      .on(table.chatId)
      .where(sql`${table.status} = 'active'`),
    // A person, a chat or a message that is deleted takes its sessions along, which must not read all.
    index('stream_sessions_by_owner').on(table.ownerId),
    index('stream_sessions_by_chat').on(table.chatId),
    index('stream_sessions_by_message').on(table.messageId),
    index('sessions_of_process')
      .on(table.processId)
      .where(sql`${table.status} = 'active'`),
    index('active_sessions_by_owner')
      .on(table.ownerId)
      .where(sql`${table.status} = 'active'`),
    index('ended_sessions')
      .on(table.endedAt)
      .where(sql`${table.endedAt} IS NOT NULL`),
  ],
)

/** A stop that came before the send it is for: it belongs to the person and soon expires. */
export const cancelRequests = pgTable(
  'cancel_requests',
  {
    messageId: text('message_id').notNull(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** The session that the stop is for; empty for the one that comes first, since a key has no nulls. */
    sessionId: text('session_id').notNull().default(''),
    createdAt: whole('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.ownerId, table.sessionId] }),
    index('cancel_requests_by_age').on(table.createdAt),
  ],
)

/** The text that came in while a stream is active: inserted, never rewritten, folded in at its end. */
export const streamChunks = pgTable(
  'stream_chunks',
  {
    sessionId: text('session_id')
      .notNull()
      .references(() => streamSessions.id, { onDelete: 'cascade' }),
    /** Where the text begins in the answer's log. */
    position: whole('position').notNull(),
    /** The part of the message that the text belongs to. */
    part: whole('part').notNull(),
    kind: text('kind').$type<PartKind>().notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.position] })],
)
