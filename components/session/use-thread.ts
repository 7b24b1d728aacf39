import { useSyncExternalStore } from 'react'
import { loadingThread, type Thread } from '@/lib/client/thread'
import { useSession } from './session-provider'

/** A chat as it is shown now. Draws again with every token that comes. */
export function useThread(chatId: string): Thread {
  return useThreadPart(chatId, (thread) => thread)
}

/**
 * One part of a chat, so that a component draws again only when that changes. `select` returns the
 * same value for the same thread.
 */
export function useThreadPart<Part>(
  chatId: string | undefined,
  select: (thread: Thread) => Part,
): Part {
  const { conversations } = useSession()
  return useSyncExternalStore(
    conversations.subscribe,
    () => select(chatId === undefined ? loadingThread : conversations.thread(chatId)),
    () => select(loadingThread),
  )
}
