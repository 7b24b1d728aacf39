import { useInfiniteQuery } from '@tanstack/react-query'
import { useChatId } from '../navigation/chat-path'
import { chatsQuery } from '../session/chats-query'
import { useSession } from '../session/session-provider'
import { useListedChats } from '../session/use-deletions'
import { useToday } from '../ui/use-today'
import { ChatGroupList } from './chat-group-list'
import { groupChats } from './chat-groups'
import { ChatListSkeleton } from './chat-list-skeleton'
import { ListFailure } from './list-failure'
import { MoreChats } from './more-chats'

/** All of a person's chats: what is pinned, then by day, newest first. */
export function AllChats({ onOpen }: { onOpen: (() => void) | undefined }) {
  const { api } = useSession()
  const openChatId = useChatId()
  const today = useToday()
  const query = useInfiniteQuery(chatsQuery(api))
  const chats = useListedChats(query.data)

  return (
    <>
      {query.isPending && <ChatListSkeleton />}
      {query.isError && chats.length === 0 && (
        <ListFailure sentence="The chats could not be loaded." onRetry={() => query.refetch()} />
      )}
      {query.isSuccess && chats.length === 0 && (
        <p className="px-2 py-1 text-sm text-muted">Your chats will be listed here.</p>
      )}
      {groupChats(chats, today).map((group) => (
        <ChatGroupList key={group.name} group={group} openChatId={openChatId} onOpen={onOpen} />
      ))}
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
