import { FileCode, RotateCcw } from 'lucide-react'
import { CopyButton } from '@/components/ui/button/copy-button'
import { IconButton } from '@/components/ui/button/icon-button'
import { classNames } from '@/components/ui/class-names'
import type { ShownMessage } from '@/lib/client/thread/answer-view'
import { isBlank, textOf } from '@/lib/contract/message-text'
import { AnswerDetails } from '../receipt/answer-details'
import { AnswerMenu } from './answer-menu'
import { RegenerateMenu } from './regenerate-menu'
import { shownAnswer } from './shown-answer'

/** The actions on an answer at rest. They show on hover or focus; those of the last one always do. */
export function AnswerActions(props: {
  message: ShownMessage
  canRegenerate: boolean
  canEditQuestion: boolean
  /** Shows the actions always: this is the last answer. */
  shown: boolean
  className?: string
}) {
  const { message, canRegenerate, canEditQuestion, shown, className } = props
  const { id, parts, metadata } = message
  return (
    <div className={classNames('flex', !shown && 'quiet-actions', className)}>
      {!isBlank(parts) && (
        <>
          <CopyButton label="Copy answer" copied={() => shownAnswer(id)} />
          <CopyButton
            label="Copy as Markdown"
            icon={FileCode}
            copied={() => ({ text: textOf(parts) })}
          />
        </>
      )}
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
