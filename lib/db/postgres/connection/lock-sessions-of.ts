import { and, asc, eq, sql } from 'drizzle-orm'
import { streamSessions } from '@/lib/db/postgres/schema'
import type { Transaction } from './connection'

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
