import { boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { whole } from './columns'

/** The servers that share this database. A server whose lease is over is gone, and its streams are orphans. */
export const servers = pgTable('servers', {
  id: text('id').primaryKey(),
  /** By the clock of the database, in milliseconds since the epoch. */
  leaseUntil: whole('lease_until').notNull(),
  startedAt: whole('started_at').notNull(),
  /** It takes nothing new any more, and lets its streams end. */
  draining: boolean('draining').notNull().default(false),
  /** It does not hear the others. */
  deaf: boolean('deaf').notNull().default(false),
})
