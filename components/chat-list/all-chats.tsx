import { useChatList } from '../session/hooks/use-chat-list'
import { ChatListSkeleton } from './chat-list-skeleton'
import { ChatsByDay } from './chats-by-day'
import { ListFailure } from './list-failure'
import { MoreChats } from './more-chats'

/** All of a person's chats: the pinned ones, then the others by day, newest first. */
export function AllChats({ onOpen }: { onOpen: (() => void) | undefined }) {
  const { query, chats } = useChatList()

  return (
    <>
      {query.isPending && <ChatListSkeleton />}
      {query.isError && chats.length === 0 && (
        <ListFailure sentence="Could not load your chats." onRetry={() => query.refetch()} />
      )}
      {query.isSuccess && chats.length === 0 && (
        <p className="px-2 py-1 text-sm text-muted">Your chats will appear here.</p>
      )}
      {chats.length > 0 && <ChatsByDay chats={chats} onOpen={onOpen} />}
      {query.hasNextPage && (
        <MoreChats
          loading={query.isFetchingNextPage}
          failed={query.isFetchNextPageError}
          onWanted={() => void query.fetchNextPage()}
        />
      )}
    </>
  )
}
