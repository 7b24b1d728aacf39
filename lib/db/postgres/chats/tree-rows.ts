import { sql, type SQL } from 'drizzle-orm'

/**
 * A table `tree` of a message and all that follow from it, each with its distance from that message, for
 * a statement that begins with `WITH RECURSIVE`.
 */
export function treeOf(ownerId: string, messageId: string): SQL {
  return sql`tree(id, chat_id, seq, depth) AS (
      SELECT id, chat_id, seq, 0 FROM messages WHERE id = ${messageId} AND owner_id = ${ownerId}
      UNION ALL
      SELECT next.id, next.chat_id, next.seq, depth + 1
      FROM tree CROSS JOIN LATERAL ${eachByIndex(sql`chat_id = tree.chat_id AND parent_id = tree.id`)} AS next
      WHERE next.owner_id = ${ownerId}
    )`
}

/**
 * The messages for which this holds, in each step of a recursion. OFFSET keeps PostgreSQL from reading all
 * that the person has, since it cannot know how many steps there are.
 */
export function eachByIndex(condition: SQL): SQL {
  return sql`(SELECT * FROM messages WHERE ${condition} OFFSET 0)`
}
