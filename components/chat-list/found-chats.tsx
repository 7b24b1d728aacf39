import { useInfiniteQuery } from '@tanstack/react-query'
import { useChatId } from '../navigation/chat-path'
import { foundChatsQuery } from '../session/chats-query'
import { useSession } from '../session/session-provider'
import { useListedChats } from '../session/use-deletions'
import { ChatListSkeleton } from './chat-list-skeleton'
import { ChatRow } from './chat-row'
import { ListFailure } from './list-failure'
import { MoreChats } from './more-chats'

/** The chats in which the words are, newest first, each with where it has them. */
export function FoundChats(props: { query: string; onOpen: (() => void) | undefined }) {
  const { api } = useSession()
  const openChatId = useChatId()
  const query = useInfiniteQuery(foundChatsQuery(api, props.query))
  const { isFetchNextPageError } = query
  const hasFailed = query.isError && !isFetchNextPageError
  const chats = useListedChats(hasFailed ? undefined : query.data)
  const known = (query.isSuccess || isFetchNextPageError) && !query.isPlaceholderData

  return (
    <>
      {query.isPending && <ChatListSkeleton />}
      {hasFailed && (
        <ListFailure sentence="The search did not succeed." onRetry={() => query.refetch()} />
      )}
      <output className={chats.length > 0 ? 'sr-only' : 'block px-2 py-1 text-sm text-muted'}>
        {known && countInWords(chats.length, query.hasNextPage)}
      </output>
      <ul aria-label="Found chats" className="space-y-px">
        {chats.map((chat) => (
          <ChatRow
            key={chat.id}
            chat={chat}
            current={chat.id === openChatId}
            onOpen={props.onOpen}
          />
        ))}
      </ul>
      {query.hasNextPage && known && (
        <MoreChats
          loading={query.isFetchingNextPage}
          failed={isFetchNextPageError}
          onWanted={() => void query.fetchNextPage()}
        />
      )}
    </>
  )
}

function countInWords(count: number, more: boolean): string {
  if (count === 0) return 'Nothing found'
  if (more) return `More than ${count} chats found`
  return count === 1 ? '1 chat found' : `${count} chats found`
}
