import { useSyncExternalStore } from 'react'
import type { PendingStop } from '@/lib/client/stop-calls/pending-stops'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { useSession } from '../session-provider'

const none: readonly PendingStop[] = []

/** The stops that somebody asked for in this browser and that the server has not confirmed. */
export function useStops(): readonly PendingStop[] {
  const { conversations } = useSession()
  return useSyncExternalStore(conversations.subscribe, conversations.stops.list, () => none)
}

/** How the stop of this answer stands; undefined where nobody has asked for it. */
export function useStop(messageId: string): PendingStop['state'] | undefined {
  return useStops().find((stop) => stop.messageId === messageId)?.state
}

/** How the stop of an answer that is shown stands; undefined where it is not being stopped. */
export function useShownStop(view: AnswerView): PendingStop['state'] | undefined {
  const { conversations } = useSession()
  return useSyncExternalStore(
    conversations.subscribe,
    () => conversations.stopOf(view),
    () => undefined,
  )
}
