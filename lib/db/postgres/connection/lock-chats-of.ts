import { asc, eq } from 'drizzle-orm'
import { chats } from '@/lib/db/postgres/schema'
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
