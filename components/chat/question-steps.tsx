import { ChevronDown, ChevronUp } from 'lucide-react'
import type { Thread } from '@/lib/client/thread/thread'
import { useThreadPart } from '../session/hooks/use-thread'
import { useAriaKeys } from '../shortcuts/key-offers'
import { shortcuts } from '../shortcuts/shortcuts'
import { IconButton } from '../ui/button/icon-button'
import { stepQuestion } from './scroll/step-question'

/** The buttons that go from question to question, in a chat that has several. */
export function QuestionSteps({ chatId }: { chatId: string }) {
  const hasSeveral = useThreadPart(chatId, hasSeveralQuestions)
  const previousKeys = useAriaKeys(shortcuts.previousQuestion.keys[0])
  const nextKeys = useAriaKeys(shortcuts.nextQuestion.keys[0])
  if (!hasSeveral) return null
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset is for fields of a form
    <div role="group" aria-label="Questions" className="flex shrink-0">
      <IconButton
        label="Previous question"
        aria-keyshortcuts={previousKeys}
        onClick={() => {
          stepQuestion('previous')
        }}
      >
        <ChevronUp aria-hidden="true" size={20} />
      </IconButton>
      <IconButton
        label="Next question"
        aria-keyshortcuts={nextKeys}
        onClick={() => {
          stepQuestion('next')
        }}
      >
        <ChevronDown aria-hidden="true" size={20} />
      </IconButton>
    </div>
  )
}

export function hasSeveralQuestions({ status, views }: Thread): boolean {
  return status === 'ready' && views.filter(({ message }) => message.role === 'user').length > 1
}
