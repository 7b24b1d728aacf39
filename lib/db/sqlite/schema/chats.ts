import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, primaryKey } from 'drizzle-orm/sqlite-core'
import type { ChatSettings } from '@/lib/contract/chat'
import type { EndReason, Status } from '@/lib/contract/end-reason'
import type { AnswerError, EarlierCall, MessagePart, Receipt, Usage } from '@/lib/contract/message'
import { users } from './accounts'

/** Times are milliseconds since the epoch. Every row carries its owner. */
const ownerId = () =>
  text('owner_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const chats = sqliteTable(
  'chats',
  {
    id: text('id').primaryKey(),
    ownerId: ownerId(),
    title: text('title').notNull(),
    /** True for chats from before this was noted, of which it is not known. */
    titleGiven: integer('title_given', { mode: 'boolean' }).notNull().default(true),
    model: text('model'),
    leafId: text('leaf_id'),
    keepGoing: integer('keep_going', { mode: 'boolean' }).notNull().default(false),
    pinned: integer('pinned', { mode: 'boolean' }).notNull().default(false),
    settings: text('settings', { mode: 'json' }).$type<ChatSettings>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** When a field was changed that leaves the chat where it is in the list; null where none was. */
    editedAt: integer('edited_at'),
  },
  (table) => [
    index('chats_by_owner').on(table.ownerId, table.updatedAt, table.id),
    index('pinned_chats')
      .on(table.ownerId, table.updatedAt, table.id)
      .where(sql`${table.pinned} = 1`),
    index('edited_chats')
      .on(table.ownerId, table.editedAt)
      .where(sql`${table.editedAt} IS NOT NULL`),
  ],
)

/** Chats that their person has deleted, for a reader to whom that is still to be told. */
export const deletedChats = sqliteTable(
  'deleted_chats',
  {
    ownerId: ownerId(),
    chatId: text('chat_id').notNull(),
    deletedAt: integer('deleted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.chatId] }),
    index('deleted_chats_by_owner').on(table.ownerId, table.deletedAt),
    index('deleted_chats_by_age').on(table.deletedAt),
  ],
)

/** `parent_id` has no foreign key: SQLite's cascade recurses only 1,000 deep, and a chat may be longer. */
export const messages = sqliteTable(
  'messages',
  {
    id: text('id').primaryKey(),
    chatId: text('chat_id')
      .notNull()
      .references(() => chats.id, { onDelete: 'cascade' }),
    ownerId: ownerId(),
    parentId: text('parent_id'),
    /** The message ID under which the client knows the question that this one replaces. */
    editOf: text('edit_of'),
    role: text('role', { enum: ['user', 'assistant'] }).notNull(),
    parts: text('parts', { mode: 'json' }).$type<MessagePart[]>().notNull(),
    status: text('status').$type<Status>().notNull(),
    endReason: text('end_reason').$type<EndReason>(),
    textLength: integer('text_length').notNull(),
    model: text('model'),
    /** The latest stream session of this message. */
    sessionId: text('session_id'),
    usage: text('usage', { mode: 'json' }).$type<Usage>(),
    /** The calls of the message's earlier sessions, whose rows are deleted before it. */
    earlierCalls: text('earlier_calls', { mode: 'json' }).$type<EarlierCall[]>(),
    receipt: text('receipt', { mode: 'json' }).$type<Receipt>(),
    error: text('error', { mode: 'json' }).$type<AnswerError>(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    firstTokenMs: integer('first_token_ms'),
    thoughtMs: integer('thought_ms').notNull().default(0),
    /** How many messages of the conversation the model was not shown, for their length. */
    leftOut: integer('left_out').notNull().default(0),
    endedAt: integer('ended_at'),
  },
  (table) => [
    index('messages_by_parent').on(table.chatId, table.parentId),
    index('messages_by_owner').on(table.ownerId, table.endedAt),
    index('completed_by_model')
      .on(table.model, table.endedAt)
      .where(sql`${table.status} = 'completed'`),
  ],
)
