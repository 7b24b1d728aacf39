import type { InfiniteData } from '@tanstack/react-query'
import type { Chat, ChatPage } from '@/lib/contract/chat'

/** The list of chats as far as it is loaded, newest first. */
export type ChatPages = InfiniteData<ChatPage, string | undefined>

/** The list with this chat as it is now, where its time puts it. Pure. */
export function putChat(list: ChatPages, chat: Chat): ChatPages {
  const { pages, ...rest } = dropChat(list, chat.id)
  const before = list.pages.findIndex(({ chats }) => chats.some(({ id }) => id === chat.id))
  const sorted = pages.findIndex(
    ({ chats, nextCursor }) => nextCursor === null || chats.some((other) => isNewer(chat, other)),
  )
  // No newer than all that is loaded: it was the last of its page, or comes with a later one.
  const page = sorted === -1 ? before : sorted
  return {
    ...rest,
    pages: pages.map((old, index) => (index === page ? insert(old, chat) : old)),
  }
}

/** The list without this chat. Pure. */
export function dropChat(list: ChatPages, chatId: string): ChatPages {
  const pages = list.pages.map((page) => {
    const chats = page.chats.filter((chat) => chat.id !== chatId)
    return chats.length === page.chats.length ? page : { ...page, chats }
  })
  return { ...list, pages }
}

function insert(page: ChatPage, chat: Chat): ChatPage {
  const older = page.chats.findIndex((other) => isNewer(chat, other))
  const at = older === -1 ? page.chats.length : older
  return { ...page, chats: page.chats.toSpliced(at, 0, chat) }
}

/** The server's order: by the last change, then by ID. */
function isNewer(chat: Chat, other: Chat): boolean {
  if (chat.updatedAt === other.updatedAt) return chat.id > other.id
  return chat.updatedAt > other.updatedAt
}
