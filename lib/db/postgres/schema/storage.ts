import { pgTable, text } from 'drizzle-orm/pg-core'
import { users } from './accounts'
import { whole } from './columns'

/**
 * How much room a person's messages take, in bytes. Written by triggers only, which stand in the
 * migration `stored-bytes`, so that every way to write or delete a message is counted.
 */
export const storedBytes = pgTable('stored_bytes', {
  ownerId: text('owner_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  bytes: whole('bytes').notNull(),
})
