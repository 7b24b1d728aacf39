import { and, asc, eq, sql } from 'drizzle-orm'
import { chats, streamSessions } from '@/lib/db/postgres/schema'
import type { Transaction } from './connection'

/**
 * Locks all chats of a person, for a transaction that has locked the person, and the sessions that stream
 * in them: each in the order of their IDs, as whoever saves the text of several streams locks those.
 */
export async function lockChatsOf(transaction: Transaction, personId: string): Promise<void> {
  await transaction
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.ownerId, personId))
    .orderBy(asc(chats.id))
    .for('no key update')
  await transaction
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(eq(streamSessions.ownerId, personId), sql`${streamSessions.status} = 'active'`))
    .orderBy(asc(streamSessions.id))
    .for('no key update')
}
