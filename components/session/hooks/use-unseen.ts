import { useEffect, useSyncExternalStore } from 'react'
import { useSession } from '../session-provider'

/** Whether an answer has ended in this chat while nobody looked. */
export function useIsUnseen(chatId: string): boolean {
  const { unseen } = useSession()
  return useSyncExternalStore(
    unseen.subscribe,
    () => unseen.has(chatId),
    () => false,
  )
}

/** The number of chats in which an answer has ended while nobody looked. */
export function useUnseenCount(): number {
  const { unseen } = useSession()
  return useSyncExternalStore(
    unseen.subscribe,
    () => unseen.count,
    () => 0,
  )
}

/** Reports that the reader looks at this chat, while the tab is in front. */
export function useLookAt(chatId: string | undefined): void {
  const { unseen } = useSession()
  useEffect(() => {
    const look = () => {
      unseen.look(document.visibilityState === 'visible' ? chatId : undefined)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
    }
  }, [unseen, chatId])
}
