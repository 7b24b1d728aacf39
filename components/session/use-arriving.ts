import { useInfiniteQuery } from '@tanstack/react-query'
import { isArriving } from '@/lib/client/thread'
import { loadedChats } from './chat-pages'
import { chatsQuery } from './chats-query'
import { useSession } from './session-provider'
import { useThreadPart } from './use-thread'

/** Whether an answer arrives in this chat, and whether one does in any. */
export function useArriving(chatId: string | undefined): { here: boolean; anywhere: boolean } {
  const { api } = useSession()
  const here = useThreadPart(chatId, isArriving)
  const { data: elsewhere = false } = useInfiniteQuery({
    ...chatsQuery(api),
    select: (list) =>
      loadedChats(list).some((chat) => chat.id !== chatId && chat.activeMessageId !== null),
  })
  return { here, anywhere: here || elsewhere }
}
