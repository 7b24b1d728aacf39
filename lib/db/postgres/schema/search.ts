import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core'
import { users } from './accounts'
import { chats, messages } from './chats'

/**
 * What a search looks through: of each ended message the beginning of its text, folded as `fold` does it,
 * so that both kinds of database find the same. Trigrams find any part of a word; with the owner in front,
 * a search reads only what is the person's own.
 */
export const searchTexts = pgTable(
  'search_texts',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    chatId: text('chat_id')
      .notNull()
      .references(() => chats.id, { onDelete: 'cascade' }),
    ownerId: text('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    folded: text('folded').notNull(),
    /** In the order in which messages were written: within a chat, a later one has a greater number. */
    seq: bigint('seq', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  },
  (table) => [
    index('search_texts_by_chat').on(table.chatId, table.seq),
    index('search_texts_by_trigram')
      .using('gin', table.ownerId, sql`${table.folded} gin_trgm_ops`)
      // New texts wait in a list of at most 512 KB: the insert that fills it brings all of them into the
      // index, and must not take long, since the end of an answer waits for it.
      .with({ gin_pending_list_limit: 512 }),
  ],
)
