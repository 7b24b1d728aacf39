import { searchTextOf } from '@/lib/db/postgres/chats/search-text'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats, messages, searchTexts } from '@/lib/db/postgres/schema'

/** A message of a chat that is made with its first one. */
export type TestText = { owner: string; chat: string; id: string; text: string }

/** Writes ended messages, and what a search looks through of them, in this order. */
export async function addTexts(connection: Connection, texts: readonly TestText[]): Promise<void> {
  for (const { owner: ownerId, chat: chatId, id, text } of texts) {
    const parts = [{ type: 'text' as const, text, state: 'done' as const }]
    await connection
      .insert(chats)
      .values({ id: chatId, ownerId, title: chatId, settings: {}, createdAt: 1, updatedAt: 1 })
      .onConflictDoNothing()
    await connection.insert(messages).values({
      id,
      chatId,
      ownerId,
      role: 'user',
      parts,
      status: 'completed',
      textLength: text.length,
      createdAt: 1,
    })
    const folded = searchTextOf(parts)
    await connection.insert(searchTexts).values({ messageId: id, chatId, ownerId, folded })
  }
}
