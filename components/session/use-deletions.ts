import { useMemo, useSyncExternalStore } from 'react'
import type { Deletion } from '@/lib/client/deletions'
import type { ListedChat } from '@/lib/contract/chat'
import { loadedChats, type ChatPages } from './chat-pages'
import { useSession } from './session-provider'

const none: readonly Deletion[] = []

/** What is being deleted, and what could not be. */
export function useDeletions(): readonly Deletion[] {
  const { deletions } = useSession()
  return useSyncExternalStore(deletions.subscribe, deletions.all, () => none)
}

/** The chats that are loaded, without those that are being deleted. */
export function useListedChats(list: Pick<ChatPages, 'pages'> | undefined): ListedChat[] {
  const deletions = useDeletions()
  return useMemo(() => {
    const going = deletions.filter(({ state }) => state !== 'failed')
    const hidden = new Set(going.map(({ chat }) => chat.id))
    return list ? loadedChats(list).filter(({ id }) => !hidden.has(id)) : []
  }, [list, deletions])
}
