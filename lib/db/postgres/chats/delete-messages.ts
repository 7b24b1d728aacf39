import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { lockPeople } from '@/lib/db/postgres/connection/lock-people'
import { chats, messages } from '@/lib/db/postgres/schema'
import { treeOf } from './tree-rows'

/** How many messages are deleted at a time: with all that hangs on them, that takes some ten milliseconds. */
const DELETED_AT_ONCE = 200

/** Deletes some of a person's messages, or of one of their chats, and gives their IDs. */
export function deleteSomeOf(
  connection: Connection,
  ownerId: string,
  chatId: string | undefined,
): Promise<string[]> {
  return inTransaction(connection, async (transaction) => {
    // Else two that delete the same could take what the other has deleted for all there was.
    await lockPeople(transaction, ownerId)
    const inChat = chatId === undefined ? sql`` : sql`AND chat_id = ${chatId}`
    return idsOf(
      transaction,
      sql`WITH doomed AS MATERIALIZED (
          SELECT id, chat_id FROM messages WHERE owner_id = ${ownerId} ${inChat}
          LIMIT ${DELETED_AT_ONCE}
        ), locked AS MATERIALIZED (
          SELECT id FROM chats WHERE id = ANY (ARRAY(SELECT chat_id FROM doomed))
          ORDER BY id FOR NO KEY UPDATE
        )
        DELETE FROM messages WHERE id = ANY (ARRAY(
          SELECT doomed.id FROM doomed JOIN locked ON locked.id = doomed.chat_id
        )) RETURNING id`,
    )
  })
}

/**
 * Deletes the last of a message and those that follow from it, and gives their IDs. The leaf of the chat
 * moves away from all of them.
 */
export function deleteLastToFollow(
  connection: Connection,
  ownerId: string,
  messageId: string,
): Promise<string[]> {
  return inTransaction(connection, async (transaction) => {
    const [message] = await transaction
      .select({ chatId: messages.chatId, parentId: messages.parentId })
      .from(messages)
      .innerJoin(chats, eq(chats.id, messages.chatId))
      .where(and(eq(messages.id, messageId), eq(messages.ownerId, ownerId)))
      .for('no key update', { of: chats })
    if (!message) return []
    return idsOf(
      transaction,
      sql`WITH RECURSIVE ${treeOf(ownerId, messageId)}, moved AS (
          UPDATE chats SET leaf_id = ${message.parentId}
          WHERE id = ${message.chatId} AND leaf_id IN (SELECT id FROM tree)
        )
        DELETE FROM messages WHERE id = ANY (ARRAY(
          SELECT id FROM tree ORDER BY depth DESC, seq DESC LIMIT ${DELETED_AT_ONCE}
        )) RETURNING id`,
    )
  })
}

async function idsOf(transaction: Transaction, deletion: SQL): Promise<string[]> {
  const { rows } = await transaction.execute<{ id: string }>(deletion)
  return rows.map(({ id }) => id)
}
