import { useSyncExternalStore } from 'react'
import type { Chat } from '@/lib/contract/chat'
import { useSession } from '../session-provider'

/** A chat as it is now; undefined while this tab has not heard of it. */
export function useChat(chatId: string): Chat | undefined {
  const { chats } = useSession()
  return useSyncExternalStore(
    chats.subscribe,
    () => chats.get(chatId),
    () => undefined,
  )
}
