import { useSyncExternalStore } from 'react'
import type { PendingStop } from '@/lib/client/pending-stops'
import { useSession } from './session-provider'

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
