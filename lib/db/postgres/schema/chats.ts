import { sql } from 'drizzle-orm'
import { bigint, boolean, index, json, pgTable, text, primaryKey } from 'drizzle-orm/pg-core'
import type { ChatSettings } from '@/lib/contract/chat'
import type { EndReason, Status } from '@/lib/contract/end-reason'
import type { AnswerError, EarlierCall, MessagePart, Receipt, Usage } from '@/lib/contract/message'
import { users } from './accounts'
import { whole } from './columns'

/** Times are milliseconds since the epoch. Every row carries its owner. */
const ownerId = () =>
  text('owner_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const chats = pgTable(
  'chats',
  {
    id: text('id').primaryKey(),
    ownerId: ownerId(),
    title: text('title').notNull(),
    /** True for chats from before this was noted, of which it is not known. */
    titleGiven: boolean('title_given').notNull().default(true),
    model: text('model'),
    leafId: text('leaf_id'),
    keepGoing: boolean('keep_going').notNull().default(false),
    pinned: boolean('pinned').notNull().default(false),
    settings: json('settings').$type<ChatSettings>().notNull(),
    createdAt: whole('created_at').notNull(),
    updatedAt: whole('updated_at').notNull(),
    /** When a field was changed that leaves the chat where it is in the list; null where none was. */
    editedAt: whole('edited_at'),
  },
  (table) => [
    index('chats_by_owner').on(table.ownerId, table.updatedAt, table.id),
    index('pinned_chats')
      .on(table.ownerId, table.updatedAt, table.id)
      .where(sql`${table.pinned}`),
    index('edited_chats')
      .on(table.ownerId, table.editedAt)
      .where(sql`${table.editedAt} IS NOT NULL`),
  ],
)

/** Chats that their person has deleted, for a reader to whom that is still to be told. */
export const deletedChats = pgTable(
  'deleted_chats',
  {
    ownerId: ownerId(),
    chatId: text('chat_id').notNull(),
    deletedAt: whole('deleted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.chatId] }),
    index('deleted_chats_by_owner').on(table.ownerId, table.deletedAt),
    index('deleted_chats_by_age').on(table.deletedAt),
  ],
)

/** `parent_id` has no foreign key, as in SQLite: a message is deleted after those that follow from it. */
export const messages = pgTable(
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
    parts: json('parts').$type<MessagePart[]>().notNull(),
    status: text('status').$type<Status>().notNull(),
    endReason: text('end_reason').$type<EndReason>(),
    textLength: whole('text_length').notNull(),
    model: text('model'),
    /** The latest stream session of this message. */
    sessionId: text('session_id'),
    usage: json('usage').$type<Usage>(),
    /** The calls of the message's earlier sessions, whose rows are deleted before it. */
    earlierCalls: json('earlier_calls').$type<EarlierCall[]>(),
    receipt: json('receipt').$type<Receipt>(),
    error: json('error').$type<AnswerError>(),
    createdAt: whole('created_at').notNull(),
    startedAt: whole('started_at'),
    firstTokenMs: whole('first_token_ms'),
    thoughtMs: whole('thought_ms').notNull().default(0),
    /** How many messages of the conversation the model was not shown, for their length. */
    leftOut: whole('left_out').notNull().default(0),
    endedAt: whole('ended_at'),
    /** In the order in which messages were written, whatever the clock said then; no cursor: commits may come in another. */
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  },
  (table) => [
    index('messages_by_parent').on(table.chatId, table.parentId),
    index('messages_by_owner').on(table.ownerId, table.endedAt),
    index('completed_by_model')
      .on(table.model, table.endedAt)
      .where(sql`${table.status} = 'completed'`),
  ],
)
