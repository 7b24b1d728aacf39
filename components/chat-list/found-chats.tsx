import { counted } from '@/lib/locale/counted'
import { useChatId } from '../navigation/chat-path'
import { useFoundChats } from '../session/hooks/use-found-chats'
import { ChatListSkeleton } from './chat-list-skeleton'
import { ChatRow } from './chat-row'
import { ListFailure } from './list-failure'
import { MoreChats } from './more-chats'

/** The chats that contain the words, newest first, each with the text around them. */
export function FoundChats(props: { query: string; onOpen: (() => void) | undefined }) {
  const openChatId = useChatId()
  const { chats, search, hasFailed } = useFoundChats(props.query)
  const known = (search.isSuccess || search.isFetchNextPageError) && !search.isPlaceholderData

  return (
    <>
      {search.isPending && <ChatListSkeleton />}
      {hasFailed && <ListFailure sentence="The search failed." onRetry={() => search.refetch()} />}
      <output className={chats.length > 0 ? 'sr-only' : 'block px-2 py-1 text-sm text-muted'}>
        {known && countInWords(chats.length, search.hasNextPage)}
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
      {search.hasNextPage && known && (
        <MoreChats
          loading={search.isFetchingNextPage}
          failed={search.isFetchNextPageError}
          onWanted={() => void search.fetchNextPage()}
        />
      )}
    </>
  )
}

function countInWords(count: number, more: boolean): string {
  if (count === 0) return 'Nothing found'
  return more
    ? counted(count, {
        one: 'More than {count} chat found',
        other: 'More than {count} chats found',
      })
    : counted(count, { one: '{count} chat found', other: '{count} chats found' })
}
