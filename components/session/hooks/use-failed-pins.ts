import { useSyncExternalStore } from 'react'
import type { FailedPin } from '@/lib/client/chats/failed-pins'
import { useSession } from '../session-provider'

const none: readonly FailedPin[] = []

/** The chats that could not be pinned, or unpinned. */
export function useFailedPins(): readonly FailedPin[] {
  const { failedPins } = useSession()
  return useSyncExternalStore(failedPins.subscribe, failedPins.all, () => none)
}
