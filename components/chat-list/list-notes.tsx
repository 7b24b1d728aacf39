import { useSyncExternalStore } from 'react'
import type { FailedPin } from '@/lib/client/chats/failed-pins'
import { useDeletions } from '../session/hooks/use-deletions'
import { useSession } from '../session/session-provider'
import { DeletionNote } from './deletion-note'
import { FailedPinNote } from './failed-pin-note'

const none: readonly FailedPin[] = []

/** The chats that could not be pinned, or unpinned. */
function useFailedPins(): readonly FailedPin[] {
  const { failedPins } = useSession()
  return useSyncExternalStore(failedPins.subscribe, failedPins.all, () => none)
}

/**
 * Lies over the foot of the list: deletions that can still be undone, and deletions and pins that
 * failed. `onFocusLost` is called when a note goes away with the focus in it.
 */
export function ListNotes({ onFocusLost }: { onFocusLost: (chatId: string) => void }) {
  const deletions = useDeletions()
  const failedPins = useFailedPins()
  return (
    <output className="absolute inset-x-2 bottom-2 z-10 block space-y-2">
      {deletions.map(
        (deletion) =>
          deletion.state !== 'going' && (
            <DeletionNote
              key={`${deletion.chatId} ${deletion.state}`}
              deletion={deletion}
              onFocusLost={onFocusLost}
            />
          ),
      )}
      {failedPins.map((failed) => (
        <FailedPinNote key={`pin of ${failed.chatId}`} failed={failed} onFocusLost={onFocusLost} />
      ))}
    </output>
  )
}
