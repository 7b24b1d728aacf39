import { and, asc, eq, inArray, isNull, or, sql, type InferSelectModel } from 'drizzle-orm'
import type { MessageRecord } from '../database'
import { messages } from '../schema'
import type { Connection, Transaction } from './connection'

type MessageRow = InferSelectModel<typeof messages>

/** Rows as records: the siblings of all of them come with one more query. */
export function withSiblings(
  connection: Connection | Transaction,
  rows: readonly MessageRow[],
): MessageRecord[] {
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
    .orderBy(asc(messages.createdAt), sql`rowid`)
    .all()
  const families = Map.groupBy(siblings, familyOf)
  return rows.map(({ editOf: _, ...row }) => ({
    ...row,
    siblingIds: (families.get(familyOf(row)) ?? []).map((sibling) => sibling.id),
  }))
}

/** What siblings have in common: their chat and their parent. */
function familyOf({ chatId, parentId }: Pick<MessageRow, 'chatId' | 'parentId'>): string {
  return `${chatId} ${parentId}`
}

/** One message, of this owner where one is given. */
export function findMessage(
  connection: Connection | Transaction,
  messageId: string,
  ownerId?: string,
): MessageRecord | undefined {
  const rows = connection
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.id, messageId),
        ownerId === undefined ? undefined : eq(messages.ownerId, ownerId),
      ),
    )
    .all()
  return withSiblings(connection, rows)[0]
}
