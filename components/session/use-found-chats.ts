import { useInfiniteQuery } from '@tanstack/react-query'
import { foundChatsQuery } from './chats-query'
import { useSession } from './session-provider'
import { useListedChats } from './use-deletions'

/** The chats in which the words are, as far as they are loaded: a further page that fails takes none away. */
export function useFoundChats(query: string) {
  const { api } = useSession()
  const search = useInfiniteQuery({ ...foundChatsQuery(api, query), enabled: query !== '' })
  const hasFailed = search.isError && !search.isFetchNextPageError
  const chats = useListedChats(query === '' || hasFailed ? undefined : search.data)
  return { chats, search, hasFailed }
}
