import type { InfiniteData } from '@tanstack/react-query'
import type { Chat, ChatPage, ListedChat } from '@/lib/contract/chat'

/** The list of chats as far as it is loaded, newest first. */
export type ChatPages = InfiniteData<ChatPage, string | undefined>

/** All that is loaded, newest first; what is pinned and older than that comes at the end. Pure. */
export function loadedChats({ pages }: Pick<ChatPages, 'pages'>): ListedChat[] {
  const chats = pages.flatMap((page) => page.chats)
  const known = new Set(chats.map(({ id }) => id))
  return [...chats, ...(pages[0]?.pinned ?? []).filter(({ id }) => !known.has(id))]
}

/** The list with this chat as it is now, where its time puts it. Pure. */
export function putChat(list: ChatPages, chat: Chat): ChatPages {
  const { pages, ...rest } = dropChat(list, chat.id)
  const before = list.pages.findIndex(({ chats }) => chats.some(({ id }) => id === chat.id))
  const sorted = pages.findIndex(
    ({ chats, nextCursor }) => nextCursor === null || chats.some((other) => isNewer(chat, other)),
  )
  // No newer than all that is loaded: it was the last of its page, or comes with a later one.
  const at = sorted === -1 ? before : sorted
  const put = pages.map((page, index) =>
    index === at ? { ...page, chats: insert(page.chats, chat) } : page,
  )
  const [first, ...others] = put
  if (!first || !chat.pinned) return { ...rest, pages: put }
  return { ...rest, pages: [{ ...first, pinned: insert(first.pinned ?? [], chat) }, ...others] }
}

/** What was found, with this chat as it is now where it was found. Pure. */
export function replaceChat(list: ChatPages, chat: Chat): ChatPages {
  const replace = (old: ListedChat) => (old.id === chat.id ? { ...old, ...chat } : old)
  return {
    ...list,
    pages: list.pages.map((page) => ({ ...page, chats: page.chats.map(replace) })),
  }
}

/** The list without this chat. Pure. */
export function dropChat(list: ChatPages, chatId: string): ChatPages {
  const isOther = ({ id }: Chat) => id !== chatId
  const pages = list.pages.map((page) => {
    const { chats, pinned } = page
    if (chats.every(isOther) && (!pinned || pinned.every(isOther))) return page
    return {
      ...page,
      chats: chats.filter(isOther),
      ...(pinned && { pinned: pinned.filter(isOther) }),
    }
  })
  return { ...list, pages }
}

function insert<Listed extends Chat>(chats: readonly Listed[], chat: Listed): Listed[] {
  const older = chats.findIndex((other) => isNewer(chat, other))
  return chats.toSpliced(older === -1 ? chats.length : older, 0, chat)
}

/** The server's order: by the last change, then by ID. */
function isNewer(chat: Chat, other: Chat): boolean {
  if (chat.updatedAt === other.updatedAt) return chat.id > other.id
  return chat.updatedAt > other.updatedAt
}
