import { and, asc, eq, sql } from 'drizzle-orm'
import { chats, streamSessions } from '@/lib/db/postgres/schema'
import type { Transaction } from './connection'

/**
 * Locks all chats of a person, for a transaction that has locked the person: in the order of their IDs, as
 * everybody does who locks several.
 */
export async function lockChatsOf(transaction: Transaction, personId: string): Promise<void> {
  await transaction
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.ownerId, personId))
    .orderBy(asc(chats.id))
    .for('no key update')
}

/**
 * Locks the sessions in which answers of a person stream, for a transaction that has locked the person's
 * chats: in the order in which whoever saves the text of several streams locks those.
 */
export async function lockSessionsOf(transaction: Transaction, personId: string): Promise<void> {
  await transaction
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(eq(streamSessions.ownerId, personId), sql`${streamSessions.status} = 'active'`))
    .orderBy(asc(streamSessions.id))
    .for('no key update')
}
