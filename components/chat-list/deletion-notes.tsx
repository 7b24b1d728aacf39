import { useDeletions } from '../session/use-deletions'
import { DeletionNote } from './deletion-note'

/**
 * Says what was deleted while it can be brought back, over the foot of what it stands in. Where a
 * note goes that has the focus, `onFocusLost` says where that goes.
 */
export function DeletionNotes({ onFocusLost }: { onFocusLost: (chatId: string) => void }) {
  const deletions = useDeletions()
  return (
    <output className="absolute inset-x-2 bottom-2 z-10 block space-y-2">
      {deletions.map(
        (deletion) =>
          deletion.state !== 'going' && (
            <DeletionNote
              key={`${deletion.chat.id} ${deletion.state}`}
              deletion={deletion}
              onFocusLost={onFocusLost}
            />
          ),
      )}
    </output>
  )
}
