import { useSyncExternalStore } from 'react'
import { edits, type Edit } from '@/components/writing/edits'

/** The edit of this question, if it is being edited. */
export function useEdit(chatId: string, questionId: string): Edit | undefined {
  return useSyncExternalStore(
    edits.subscribe,
    () => edits.of(chatId, questionId),
    () => undefined,
  )
}
