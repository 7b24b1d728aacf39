import { sql, type SQL } from 'drizzle-orm'

/**
 * A table `tree` of a message and all that follow from it, each with its distance from that message, for
 * a statement that begins with `WITH RECURSIVE`.
 */
export function treeOf(ownerId: string, messageId: string): SQL {
  return sql`tree(id, chat_id, seq, depth) AS (
      SELECT id, chat_id, seq, 0 FROM messages WHERE id = ${messageId} AND owner_id = ${ownerId}
      UNION ALL
      SELECT messages.id, messages.chat_id, messages.seq, depth + 1 FROM tree
      JOIN messages ON messages.chat_id = tree.chat_id AND messages.parent_id = tree.id
      WHERE messages.owner_id = ${ownerId}
    )`
}
