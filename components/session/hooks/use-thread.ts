import { useSyncExternalStore } from 'react'
import { loadingThread, type Thread } from '@/lib/client/thread/thread'
import type { Chat } from '@/lib/contract/chat'
import { useSession } from '../session-provider'

/** A chat as it is shown now. Draws again with every token that comes. */
export function useThread(chatId: string): Thread {
  return useThreadPart(chatId, (thread) => thread)
}

/**
 * One part of a chat, so that a component draws again only when that part changes. `select` must return
 * the same value for the same thread and chat. The chat is undefined while nothing is known of it.
 */
export function useThreadPart<Part>(
  chatId: string | undefined,
  select: (thread: Thread, chat: Chat | undefined) => Part,
): Part {
  const { chats, conversations } = useSession()
  return useSyncExternalStore(
    conversations.subscribe,
    () =>
      chatId === undefined
        ? select(loadingThread, undefined)
        : select(conversations.thread(chatId), chats.get(chatId)),
    () => select(loadingThread, undefined),
  )
}
