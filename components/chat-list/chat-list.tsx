'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useChatId } from '../navigation/chat-path'
import { chatsQuery } from '../session/chats-query'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { ChatListSkeleton } from './chat-list-skeleton'
import { ChatRow } from './chat-row'
import { MoreChats } from './more-chats'

/** A person's chats, newest first. `onOpen` hears when one was chosen. */
export function ChatList({ onOpen }: { onOpen?: (() => void) | undefined }) {
  const { api } = useSession()
  const headingId = useId()
  const query = useInfiniteQuery(chatsQuery(api))
  const openChatId = useChatId()
  const chats = query.data?.pages.flatMap((page) => page.chats) ?? []
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query

  return (
    <nav aria-labelledby={headingId} className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
      <h2 id={headingId} className="sr-only">
        Chats
      </h2>
      {query.isPending && <ChatListSkeleton />}
      {query.isError && chats.length === 0 && (
        <div role="alert" className="space-y-2 px-2 py-1 text-sm">
          <p className="text-muted">The chats could not be loaded.</p>
          <Button onClick={() => void query.refetch()}>Retry</Button>
        </div>
      )}
      {query.isSuccess && chats.length === 0 && (
        <p className="px-2 py-1 text-sm text-muted">Your chats will be listed here.</p>
      )}
      <ul className="space-y-px">
        {chats.map((chat) => (
          <ChatRow key={chat.id} chat={chat} current={chat.id === openChatId} onOpen={onOpen} />
        ))}
      </ul>
      {hasNextPage && (
        <MoreChats
          loading={isFetchingNextPage}
          failed={isFetchNextPageError}
          onWanted={() => void fetchNextPage()}
        />
      )}
    </nav>
  )
}
