import { FileCode, RotateCcw } from 'lucide-react'
import type { ShownMessage } from '@/lib/client/answer-view'
import { isBlank, textOf } from '@/lib/contract/message-text'
import { classNames } from '../ui/class-names'
import { CopyButton } from '../ui/copy-button'
import type { Copied } from '../ui/copy-to-clipboard'
import { IconButton } from '../ui/icon-button'
import { AnswerDetails } from './answer-details'
import { AnswerMenu } from './answer-menu'
import { RegenerateMenu } from './regenerate-menu'
import { shownHtmlOf } from './shown-html'
import { shownTextOf } from './shown-text'

/** What is quietly there for every answer at rest. */
export function AnswerActions(props: {
  message: ShownMessage
  canRegenerate: boolean
  canEditQuestion: boolean
  className?: string
}) {
  const { message, canRegenerate, canEditQuestion, className } = props
  const { id, parts, metadata } = message
  return (
    <div className={classNames('quiet-actions flex', className)}>
      {!isBlank(parts) && (
        <>
          <CopyButton label="Copy answer" copied={() => shownOf(id)} />
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

function shownOf(messageId: string): Copied {
  return { text: shownTextOf(messageId), html: shownHtmlOf(messageId) }
}
