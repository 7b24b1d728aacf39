import { useSyncExternalStore } from 'react'
import type { PendingStop } from '@/lib/client/stop-calls/pending-stops'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { useSession } from '../session-provider'

const none: readonly PendingStop[] = []

/** The stops that were asked for in this browser and that the server has not confirmed. */
export function useStops(): readonly PendingStop[] {
  const { conversations } = useSession()
  return useSyncExternalStore(conversations.subscribe, conversations.stops.list, () => none)
}

/** The state of this answer's stop; undefined if nobody has asked for one. */
export function useStop(messageId: string): PendingStop['state'] | undefined {
  return useStops().find((stop) => stop.messageId === messageId)?.state
}

/** The state of the stop of a shown answer; undefined if the answer is not being stopped. */
export function useShownStop(view: AnswerView): PendingStop['state'] | undefined {
  const { conversations } = useSession()
  return useSyncExternalStore(
    conversations.subscribe,
    () => conversations.stopOf(view),
    () => undefined,
  )
}
