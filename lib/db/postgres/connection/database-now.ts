import { sql } from 'drizzle-orm'

/** Now by the clock of the database, in milliseconds since the epoch: those of servers may differ. */
export const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
