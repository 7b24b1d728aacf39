import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ChatSettings } from '@/lib/contract/chat'
import { users } from './accounts'

/** The settings that a person's new chats begin with. */
export const personSettings = sqliteTable('person_settings', {
  ownerId: text('owner_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  model: text('model'),
  settings: text('settings', { mode: 'json' }).$type<ChatSettings>().notNull(),
  keepGoing: integer('keep_going', { mode: 'boolean' }).notNull().default(false),
  updatedAt: integer('updated_at').notNull(),
})
