import { sql } from 'drizzle-orm'
import { streamSessions } from '@/lib/db/postgres/schema'

/** The condition in the words of the index of active sessions. */
export const isActive = sql`${streamSessions.status} = 'active'`
