import { RotateCcw } from 'lucide-react'
import type { ShownMessage } from '@/lib/client/answer-view'
import { textOf } from '@/lib/contract/message-text'
import { useSession } from '../session/session-provider'
import { CopyButton } from '../ui/copy-button'
import { IconButton } from '../ui/icon-button'
import { AnswerDetails } from './answer-details'

/** What is quietly there for every answer at rest. */
export function AnswerActions(props: { message: ShownMessage; canRegenerate: boolean }) {
  const { message, canRegenerate } = props
  const { conversations } = useSession()
  const text = textOf(message.parts)
  return (
    <div className="quiet-actions -ml-2 flex">
      {text !== '' && <CopyButton label="Copy answer" text={() => text} />}
      {canRegenerate && (
        <IconButton
          label="Regenerate"
          onClick={() =>
            void conversations.regenerate(message.metadata.chatId, message.id, undefined)
          }
        >
          <RotateCcw aria-hidden="true" size={16} />
        </IconButton>
      )}
      <AnswerDetails metadata={message.metadata} />
    </div>
  )
}
