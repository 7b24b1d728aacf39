import { useInfiniteQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { isArriving } from '@/lib/client/thread/thread'
import { listedIn } from '../chat-pages'
import { chatsQuery } from '../chats-query'
import { useSession } from '../session-provider'
import { useThreadPart } from './use-thread'

/** Whether an answer is arriving in this chat, and in any chat. */
export function useArriving(chatId: string | undefined): { here: boolean; anywhere: boolean } {
  const session = useSession()
  const { chats } = session
  const here = useThreadPart(chatId, isArriving)
  const { data } = useInfiniteQuery(chatsQuery(session))
  const isListed = listedIn(data?.pages ?? [])
  const elsewhere = useSyncExternalStore(
    chats.subscribe,
    () =>
      [...chats.all().values()].some(
        (known) =>
          known.chat.activeMessageId !== null && known.chat.id !== chatId && isListed(known),
      ),
    () => false,
  )
  return { here, anywhere: here || elsewhere }
}
