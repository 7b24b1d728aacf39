import { and, eq } from 'drizzle-orm'
import { textOf } from '@/lib/contract/message-text'
import type { ChatPosition, FoundChat } from '@/lib/db/chats'
import { foldText, SEARCHED_CHARACTERS } from '@/lib/db/search-words'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { chats, messages } from '@/lib/db/sqlite/schema'
import { nextTurn } from '@/lib/platform/turns'
import { isAfter, selectChats } from './chat-rows'
import { newestMatches } from './newest-matches'

/** How many chats are looked through at a time. */
const WINDOW = 50

type Search = { words: readonly string[]; after?: ChatPosition | undefined; limit: number }

/**
 * Chats with all the words in their title or in one message, newest first. They are looked through in
 * steps, so that everybody else has their turn however much a person has.
 */
export async function searchChats(
  connection: Connection,
  ownerId: string,
  { words, after, limit }: Search,
): Promise<FoundChat[]> {
  const found: FoundChat[] = []
  let position = after
  for (;;) {
    const some = selectChats(connection, and(eq(chats.ownerId, ownerId), isAfter(position)), WINDOW)
    const ids = some.map(({ id }) => id)
    const matches = await newestMatches(connection, ownerId, ids, words)
    for (const chat of some) {
      const match = matches.get(chat.id)
      if (match === undefined && !hasAll(chat.title, words)) continue
      found.push({ chat, text: match && textOfMessage(connection, match) })
      if (found.length === limit) return found
      await nextTurn()
    }
    position = some.at(-1)
    if (some.length < WINDOW) return found
  }
}

function hasAll(title: string, words: readonly string[]): boolean {
  const { text } = foldText(title)
  return words.every((word) => text.includes(foldText(word).text))
}

/** The part of a message's text that can be found; undefined where it was deleted meanwhile. */
function textOfMessage(connection: Connection, messageId: string): string | undefined {
  const row = partsOf(connection).get({ messageId })
  return row && textOf(row.parts).slice(0, SEARCHED_CHARACTERS)
}

const partsOf = prepared((connection) =>
  connection
    .select({ parts: messages.parts })
    .from(messages)
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)
