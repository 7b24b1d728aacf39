import { eq } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared, preparedInsert } from '@/lib/db/sqlite/file/prepared'
import { chats, users } from '@/lib/db/sqlite/schema'
import type { AnswerStart } from '@/lib/db/streams'

/** Whether the chat, or the person who wants a new one, was deleted since the turn was made. */
export function isChatGone(connection: Connection, { ownerId, chat }: AnswerStart): boolean {
  // A chat that is still there has its owner: it would have been deleted with them.
  const found = chat.known
    ? chatWithId(connection).get({ id: chat.id })
    : personWithId(connection).get({ ownerId })
  return found === undefined
}

/** The owner of the chat with this ID, if there is one. */
export function ownerOfChat(connection: Connection, id: string): string | undefined {
  return chatWithId(connection).get({ id })?.ownerId
}

/** Makes the chat of an answer. */
export function makeChat(connection: Connection, { ownerId, chat, now }: AnswerStart): void {
  const { id, titleByQuestion: title, settings, keepGoing } = chat
  insertChat(connection, {
    id,
    ownerId,
    title,
    titleGiven: false,
    settings,
    keepGoing,
    createdAt: now,
    updatedAt: now,
  })
}

const personWithId = prepared((connection) =>
  connection
    .select({ id: users.id })
    .from(users)
    .where(eq(users.id, given('ownerId')))
    .prepare(),
)

const chatWithId = prepared((connection) =>
  connection
    .select({ ownerId: chats.ownerId })
    .from(chats)
    .where(eq(chats.id, given('id')))
    .prepare(),
)

const insertChat = preparedInsert(chats, [
  'id',
  'ownerId',
  'title',
  'titleGiven',
  'settings',
  'keepGoing',
  'createdAt',
  'updatedAt',
])
