import { Pencil } from 'lucide-react'
import { memo, useSyncExternalStore } from 'react'
import { CopyButton } from '@/components/ui/button/copy-button'
import { IconButton } from '@/components/ui/button/icon-button'
import { edits, type Edit } from '@/components/writing/edits'
import type { ShownMessage } from '@/lib/client/thread/answer-view'
import { textOf } from '@/lib/contract/message-text'
import { VersionWalker } from '../versions/version-walker'
import { EditQuestion } from './edit-question'
import { QuestionText } from './question-text'

/** A question, exactly as it was typed, and the actions on it. */
export const UserMessage = memo(function UserMessage({ message }: { message: ShownMessage }) {
  const { chatId, status } = message.metadata
  const text = textOf(message.parts)
  const edit = useEdit(chatId, message.id)
  return (
    <article
      data-message-id={message.id}
      data-role="user"
      data-status={status}
      tabIndex={-1}
      className="group flex flex-col items-end focus:outline-none"
    >
      <h2 className="sr-only">You</h2>
      {edit ? (
        <EditQuestion key={message.id} chatId={chatId} edit={edit} />
      ) : (
        <QuestionText text={text} />
      )}
      <div className="mt-1 -mb-3 flex flex-wrap items-center justify-end">
        {!edit && (
          <div className="quiet-actions flex">
            <CopyButton label="Copy question" copied={() => ({ text })} />
            <IconButton
              label="Edit question"
              onClick={() => {
                edits.begin(chatId, { questionId: message.id, text, fromComposer: false })
              }}
            >
              <Pencil aria-hidden="true" size={16} />
            </IconButton>
          </div>
        )}
        <VersionWalker message={message} />
      </div>
    </article>
  )
})

/** The edit of this question, if it is being edited. */
function useEdit(chatId: string, questionId: string): Edit | undefined {
  return useSyncExternalStore(
    edits.subscribe,
    () => edits.of(chatId, questionId),
    () => undefined,
  )
}
