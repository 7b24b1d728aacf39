import type { ChatPage } from '@/lib/contract/chat'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { ListChatsQuery } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatServices } from './chat-services'

/** A page of a person's chats, newest first. Throws `bad_request` on a malformed cursor. */
export async function listChats(
  { database }: ChatServices,
  personId: string,
  { query, cursor, limit }: ListChatsQuery,
): Promise<ChatPage> {
  const records = await database.chats.list(personId, {
    limit: limit + 1,
    ...(query !== undefined && { query }),
    ...(cursor !== undefined && { after: parsePageCursor(cursor) }),
  })
  const page = records.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = records.length > limit && last ? `${last.updatedAt}.${last.id}` : null
  return { chats: page.map(chatOf), nextCursor }
}

function parsePageCursor(cursor: string): { updatedAt: number; id: string } {
  const match = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(cursor)
  if (!match?.[1] || !match[2]) {
    throw new FullstopError('bad_request', 'The cursor is malformed.', { field: 'cursor' })
  }
  return { updatedAt: Number(match[1]), id: match[2] }
}
