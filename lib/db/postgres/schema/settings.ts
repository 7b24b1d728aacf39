import { boolean, json, pgTable, text } from 'drizzle-orm/pg-core'
import type { ChatSettings } from '@/lib/contract/chat'
import { users } from './accounts'
import { whole } from './columns'

/** The settings that a person's new chats begin with. */
export const personSettings = pgTable('person_settings', {
  ownerId: text('owner_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  model: text('model'),
  settings: json('settings').$type<ChatSettings>().notNull(),
  keepGoing: boolean('keep_going').notNull().default(false),
  updatedAt: whole('updated_at').notNull(),
})
