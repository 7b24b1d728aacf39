import type { ChatCall } from '@/lib/chats/chat-services'
import { chatPageSchema, type ChatPage } from '@/lib/contract/chat'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_PAGE_SIZE } from '@/lib/contract/limits'
import { listChatsQuerySchema } from '@/lib/contract/request'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatPosition, FoundChat } from '@/lib/db/chats'
import { searchWords } from '@/lib/db/search-words'
import { nextTurn } from '@/lib/platform/turns'
import { defineVerb } from '@/lib/verbs/define-verb'
import { snippetOf } from './snippet'

/**
 * A page of a person's chats, newest first; with a query, of the chats that have all its words.
 * Throws `bad_request` on a malformed cursor.
 */
export const listChats = defineVerb({
  name: 'listChats',
  scope: 'read',
  limit: 'none',
  charge: ({ query }) => (query === undefined ? undefined : { limit: 'searches' }),
  ids: [],
  input: listChatsQuerySchema,
  output: chatPageSchema,
  async run({ services, caller }: ChatCall, { query = '', cursor, limit }): Promise<ChatPage> {
    const { database } = services
    const words = searchWords(query)
    const after = cursor === undefined ? undefined : parsePageCursor(cursor)
    const page = { limit: limit + 1, ...(after && { after }) }
    if (words.length > 0) {
      const found = await database.chats.search(caller.id, { words, ...page })
      const nextCursor = cursorAfter(
        found.map(({ chat }) => chat),
        limit,
      )
      const chats: ChatPage['chats'] = []
      for (const hit of found.slice(0, limit)) {
        chats.push(foundChatOf(hit, words))
        await nextTurn()
      }
      return { chats, nextCursor }
    }
    const chats = await database.chats.list(caller.id, page)
    const pinned = after ? [] : await database.chats.list(caller.id, allPinned)
    return {
      chats: chats.slice(0, limit).map(chatOf),
      nextCursor: cursorAfter(chats, limit),
      ...(pinned.length > 0 && { pinned: pinned.map(chatOf) }),
    }
  },
})

const allPinned = { pinned: true, limit: MAX_PAGE_SIZE }

function foundChatOf({ chat, text }: FoundChat, words: readonly string[]) {
  const snippet = text === undefined ? undefined : snippetOf(text, words)
  return { ...chatOf(chat), ...(snippet && { snippet }) }
}

/** One chat more than a page has was asked for, to see whether there is another page. */
function cursorAfter(chats: readonly ChatPosition[], limit: number): string | null {
  const last = chats[limit - 1]
  return chats.length > limit && last ? `${last.updatedAt}.${last.id}` : null
}

function parsePageCursor(cursor: string): ChatPosition {
  const match = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(cursor)
  if (!match?.[1] || !match[2]) {
    throw new FullstopError('bad_request', 'The cursor is not valid.', { field: 'cursor' })
  }
  return { updatedAt: Number(match[1]), id: match[2] }
}
