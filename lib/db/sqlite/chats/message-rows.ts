import { and, eq, inArray, isNull, or, sql, type InferSelectModel, type SQL } from 'drizzle-orm'
import type { MessageRecord } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages } from '@/lib/db/sqlite/schema'

type MessageRow = InferSelectModel<typeof messages>

/** Messages in the order in which they were written, whatever the clock said then. */
export const asInserted = sql`${messages}.rowid`

/**
 * Whether a message that is found otherwise is this person's. The plus keeps SQLite from finding it by
 * its owner, for which it would walk all that the person has.
 */
export function isOf(ownerId: string | SQL): SQL {
  return sql`+${messages.ownerId} = ${ownerId}`
}

/** Rows as records: the siblings of all of them come with one more query. */
export function withSiblings(connection: Connection, rows: readonly MessageRow[]): MessageRecord[] {
  if (rows.length === 0) return []
  const chatIds = [...new Set(rows.map((row) => row.chatId))]
  const parentIds = [...new Set(rows.flatMap((row) => row.parentId ?? []))]
  const siblings = connection
    .select({ id: messages.id, chatId: messages.chatId, parentId: messages.parentId })
    .from(messages)
    .where(
      and(
        inArray(messages.chatId, chatIds),
        or(inArray(messages.parentId, parentIds), isNull(messages.parentId)),
      ),
    )
    .orderBy(asInserted)
    .all()
  const families = Map.groupBy(siblings, familyOf)
  return rows.map(({ editOf: _, ...row }) => ({
    ...row,
    siblingIds: (families.get(familyOf(row)) ?? []).map((sibling) => sibling.id),
  }))
}

/** The key that siblings have in common: their chat and their parent. */
function familyOf({ chatId, parentId }: Pick<MessageRow, 'chatId' | 'parentId'>): string {
  return `${chatId} ${parentId}`
}

/** One message, of this owner if one is given. */
export function findMessage(
  connection: Connection,
  messageId: string,
  ownerId?: string,
): MessageRecord | undefined {
  const row =
    ownerId === undefined
      ? anyMessage(connection).get({ messageId })
      : ownMessage(connection).get({ messageId, ownerId })
  if (!row) return undefined
  const { editOf: _, ...rest } = row
  const siblings = familyMembers(connection).all({ chatId: row.chatId, parentId: row.parentId })
  return { ...rest, siblingIds: siblings.map(({ id }) => id) }
}

/** `is` compares with null, too, and uses the index. */
const familyMembers = prepared((connection) =>
  connection
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(eq(messages.chatId, given('chatId')), sql`${messages.parentId} is ${given('parentId')}`),
    )
    .orderBy(asInserted)
    .prepare(),
)

const withThisId = eq(messages.id, given('messageId'))

const anyMessage = prepared((connection) =>
  connection.select().from(messages).where(withThisId).prepare(),
)

const ownMessage = prepared((connection) =>
  connection
    .select()
    .from(messages)
    .where(and(withThisId, eq(messages.ownerId, given('ownerId'))))
    .prepare(),
)
