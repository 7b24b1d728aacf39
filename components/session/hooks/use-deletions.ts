import { useSyncExternalStore } from 'react'
import type { Deletion } from '@/lib/client/chats/deletions'
import { useSession } from '../session-provider'

const none: readonly Deletion[] = []

/** The chats that are being deleted, and those that could not be. */
export function useDeletions(): readonly Deletion[] {
  const { deletions } = useSession()
  return useSyncExternalStore(deletions.subscribe, deletions.all, () => none)
}
