'use client'

import { Suspense, useEffect } from 'react'
import { useThreadPart } from '@/components/session/hooks/use-thread'
import { useSession } from '@/components/session/session-provider'
import { useEscapeToStop } from '../stop/use-escape-to-stop'
import { FailedThread } from './failed-thread'
import { MissingChat } from './missing-chat'
import { ThreadSkeleton } from './thread-skeleton'
import { ThreadView } from './thread-view'

/** One chat: its thread, or in its place why there is none. */
export function Conversation({ chatId }: { chatId: string }) {
  const { conversations } = useSession()
  const status = useThreadPart(chatId, (thread) => thread.status)
  useEscapeToStop(chatId)

  useEffect(() => {
    void conversations.open(chatId)
    return () => {
      conversations.leave(chatId)
    }
  }, [conversations, chatId])

  switch (status) {
    case 'loading':
      return <ThreadSkeleton />
    case 'missing':
      return <MissingChat chatId={chatId} />
    case 'failed':
      return <FailedThread onRetry={() => conversations.open(chatId)} />
    case 'ready':
      return (
        <Suspense fallback={<ThreadSkeleton />}>
          <ThreadView chatId={chatId} />
        </Suspense>
      )
  }
}
