import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { KnownChat } from '@/lib/client/cache/chat-cache'
import type { Chat } from '@/lib/contract/chat'
import { listedChats } from '../chat-pages'
import { chatsQuery } from '../chats-query'
import { useSession } from '../session-provider'
import { useDeletions } from './use-deletions'

const nothing: ReadonlyMap<string, KnownChat> = new Map()

/**
 * The list of chats as far as it is loaded, without those that are being deleted. `hasNone`: there are
 * no chats, not even among those; undefined while nothing is loaded.
 */
export function useChatList() {
  const session = useSession()
  const query = useInfiniteQuery(chatsQuery(session))
  const known = useKnownChats()
  const pages = query.data?.pages
  const listed = useMemo(() => (pages ? listedChats(pages, known) : []), [pages, known])
  const chats = useWithoutDeleted(listed)
  return { query, chats, hasNone: pages && listed.length === 0 }
}

/** Every chat that this tab has heard of. */
export function useKnownChats(): ReadonlyMap<string, KnownChat> {
  const { chats } = useSession()
  return useSyncExternalStore(chats.subscribe, chats.all, () => nothing)
}

/** These chats without those that are being deleted. */
export function useWithoutDeleted<Listed extends Chat>(chats: readonly Listed[]): Listed[] {
  const deletions = useDeletions()
  return useMemo(() => {
    const going = deletions.filter(({ state }) => state !== 'failed')
    const hidden = new Set(going.map(({ chatId }) => chatId))
    return chats.filter(({ id }) => !hidden.has(id))
  }, [chats, deletions])
}
