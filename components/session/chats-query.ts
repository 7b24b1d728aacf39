import { infiniteQueryOptions, keepPreviousData, type QueryClient } from '@tanstack/react-query'
import type { Api } from '@/lib/client/api'
import type { Chat } from '@/lib/contract/chat'
import { dropChat, loadedChats, putChat, replaceChat, type ChatPages } from './chat-pages'

/** Begins the keys of the list and of all that was searched for. */
const chatsKey = ['chats'] as const
export const chatListKey = [...chatsKey, 'list'] as const
const foundChatsKey = [...chatsKey, 'found'] as const

/** The list of chats, page by page. */
export function chatsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: chatListKey,
    queryFn: ({ pageParam }) => api.listChats({ cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** The chats with these words. What is shown stays until what is found instead is there. */
export function foundChatsQuery(api: Api, query: string) {
  return infiniteQueryOptions({
    queryKey: [...foundChatsKey, query],
    queryFn: ({ pageParam, signal }) => api.listChats({ query, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // No event tells that a new answer has the words.
    staleTime: 0,
    gcTime: 60_000,
  })
}

/** The chat as the list has it now, where that is loaded. */
export function listedChat(queryClient: QueryClient, chatId: string): Chat | undefined {
  const list = queryClient.getQueryData<ChatPages>(chatListKey)
  return list && loadedChats(list).find(({ id }) => id === chatId)
}

/** Shows the chat as it is now, wherever it is listed. */
export function showChat(queryClient: QueryClient, chat: Chat): void {
  changeFound(queryClient, (pages) => replaceChat(pages, chat))
  changeChatPages(queryClient, (pages) => putChat(pages, chat))
}

/** Lists the chat as one that gives this answer no more: the server has said so. */
export function showStopped(queryClient: QueryClient, chatId: string, messageId: string): void {
  const list = queryClient.getQueryData<ChatPages>(chatListKey)
  const chat = list && loadedChats(list).find(({ id }) => id === chatId)
  if (chat?.activeMessageId === messageId) {
    showChat(queryClient, { ...chat, activeMessageId: null, activeSessionId: null })
  }
}

/** Lists the chat no more. */
export function hideChat(queryClient: QueryClient, chatId: string): void {
  changeFound(queryClient, (pages) => dropChat(pages, chatId))
  changeChatPages(queryClient, (pages) => dropChat(pages, chatId))
}

function changeFound(queryClient: QueryClient, change: (pages: ChatPages) => ChatPages): void {
  queryClient.setQueriesData<ChatPages>(
    { queryKey: foundChatsKey },
    (pages) => pages && change(pages),
  )
}

/** Changes the list as far as it is loaded. A read that is under way may miss this: it begins anew. */
function changeChatPages(queryClient: QueryClient, change: (pages: ChatPages) => ChatPages): void {
  queryClient.setQueryData<ChatPages>(chatListKey, (pages) => pages && change(pages))
  if (queryClient.isFetching({ queryKey: chatListKey }) > 0)
    void readChatsAnew(queryClient, chatListKey)
}

/**
 * Reads the chats of these keys again, and not what a read under way will bring: a first one would be
 * waited for, unless it is cancelled.
 */
export async function readChatsAnew(
  queryClient: QueryClient,
  queryKey: readonly string[] = chatsKey,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey })
  await queryClient.invalidateQueries({ queryKey })
}
