import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { runningAnswers, type RunningAnswer } from '@/lib/client/running-answers'
import { chatsQuery } from './chats-query'
import { useSession } from './session-provider'
import { steady } from './steady'
import { useListedChats } from './use-deletions'

const none: readonly RunningAnswer[] = []

/** The person's answers that are running, in whatever chat. */
export function useRunningAnswers(): readonly RunningAnswer[] {
  const { api, conversations } = useSession()
  const { data } = useInfiniteQuery(chatsQuery(api))
  const chats = useListedChats(data)
  const read = useMemo(
    () =>
      steady(() =>
        runningAnswers({
          threads: conversations.threads(),
          chats,
          stops: conversations.stops.list(),
        }),
      ),
    [conversations, chats],
  )
  return useSyncExternalStore(conversations.subscribe, read, () => none)
}
