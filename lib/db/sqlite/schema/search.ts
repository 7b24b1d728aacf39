import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { users } from './accounts'

/**
 * The range of numbers under which the full text index has a person's messages, from `number << 28` on:
 * a search reads only what is the person's own. An account that took over a guest's chats has the guest's
 * range, too, and new messages go to the last one. A trigger makes a range for every person.
 */
export const searchRanges = sqliteTable(
  'search_ranges',
  {
    number: integer('number').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [index('search_ranges_by_owner').on(table.ownerId, table.number)],
)

/**
 * The message of each row of the full text index, which knows rows by number: SQLite may renumber those
 * of other tables (VACUUM). Within a range, later messages have greater numbers. Written by triggers
 * only, which stand with the index itself in the migrations `search` and `search-ranges`.
 */
export const searchKeys = sqliteTable(
  'search_keys',
  {
    key: integer('key').primaryKey(),
    chatId: text('chat_id').notNull(),
    messageId: text('message_id').notNull(),
  },
  (table) => [uniqueIndex('search_keys_by_chat').on(table.chatId, table.messageId)],
)
