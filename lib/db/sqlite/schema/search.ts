import { sql } from 'drizzle-orm'
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/**
 * The source of each row of the full text index: a title, where `message_id` is empty, or a message.
 * The index knows rows by number, and SQLite may renumber those of other tables (VACUUM). Written by
 * triggers only, which stand with the index itself in the migration `search`.
 */
export const searchKeys = sqliteTable(
  'search_keys',
  {
    key: integer('key').primaryKey(),
    chatId: text('chat_id').notNull(),
    messageId: text('message_id')
      .notNull()
      .default(sql`''`),
  },
  (table) => [uniqueIndex('search_keys_by_chat').on(table.chatId, table.messageId)],
)
