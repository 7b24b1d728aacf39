import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { users } from './accounts'

/**
 * How much room a person's messages take, in bytes. Written by triggers only, which stand in the
 * migration `stored-bytes`, so that every way to write or delete a message is counted.
 */
export const storedBytes = sqliteTable('stored_bytes', {
  ownerId: text('owner_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  bytes: integer('bytes').notNull(),
})
