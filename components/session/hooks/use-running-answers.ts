import { useMemo, useSyncExternalStore } from 'react'
import { runningAnswers, type RunningAnswer } from '@/lib/client/stops/running-answers'
import { useSession } from '../session-provider'
import { steady } from '../steady'
import { useChatList } from './use-chat-list'

const none: readonly RunningAnswer[] = []

/** The person's answers that are running, in all chats. */
export function useRunningAnswers(): readonly RunningAnswer[] {
  const { chats, conversations } = useSession()
  const { chats: listed } = useChatList()
  const read = useMemo(
    () =>
      steady(() =>
        runningAnswers({
          threads: conversations.threads(),
          chatOf: chats.get,
          listed,
          stops: conversations.stops.list(),
        }),
      ),
    [conversations, chats, listed],
  )
  return useSyncExternalStore(conversations.subscribe, read, () => none)
}
