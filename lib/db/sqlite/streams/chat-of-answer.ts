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

/** Finds or makes the chat; false when its ID is somebody else's. */
export function hasChat(connection: Connection, { ownerId, chat, now }: AnswerStart): boolean {
  const { id, titleByQuestion: title, settings, keepGoing } = chat
  const found = chatWithId(connection).get({ id })
  if (found) return found.ownerId === ownerId
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
  return true
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
