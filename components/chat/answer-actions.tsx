import { RotateCcw } from 'lucide-react'
import type { ShownMessage } from '@/lib/client/answer-view'
import { textLengthOf } from '@/lib/contract/message-text'
import { classNames } from '../ui/class-names'
import { CopyButton } from '../ui/copy-button'
import { IconButton } from '../ui/icon-button'
import { AnswerDetails } from './answer-details'
import { AnswerMenu } from './answer-menu'
import { RegenerateMenu } from './regenerate-menu'
import { shownTextOf } from './shown-text'

/** What is quietly there for every answer at rest, and for the last one always. */
export function AnswerActions(props: {
  message: ShownMessage
  canRegenerate: boolean
  canEditQuestion: boolean
  /** They are not waited for: this is the last answer. */
  shown: boolean
  className?: string
}) {
  const { message, canRegenerate, canEditQuestion, shown, className } = props
  const { id, parts, metadata } = message
  return (
    <div className={classNames('flex', !shown && 'quiet-actions', className)}>
      {textLengthOf(parts) > 0 && <CopyButton label="Copy answer" text={() => shownTextOf(id)} />}
      {canRegenerate && (
        <RegenerateMenu chatId={metadata.chatId} answerId={id} model={metadata.model}>
          <IconButton label="Regenerate">
            <RotateCcw aria-hidden="true" size={16} />
          </IconButton>
        </RegenerateMenu>
      )}
      <AnswerDetails message={message} />
      <AnswerMenu message={message} canEditQuestion={canEditQuestion} />
    </div>
  )
}
