import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { foundChats } from '../chat-pages'
import { foundChatsQuery } from '../chats-query'
import { useSession } from '../session-provider'
import { useKnownChats, useWithoutDeleted } from './use-chat-list'

/** The chats with the words, as far as they are loaded. A further page that fails takes none away. */
export function useFoundChats(query: string) {
  const session = useSession()
  const search = useInfiniteQuery({ ...foundChatsQuery(session, query), enabled: query !== '' })
  const hasFailed = search.isError && !search.isFetchNextPageError
  const pages = query === '' || hasFailed ? undefined : search.data?.pages
  const known = useKnownChats()
  const found = useMemo(() => (pages ? foundChats(pages, known) : []), [pages, known])
  return { chats: useWithoutDeleted(found), search, hasFailed }
}
