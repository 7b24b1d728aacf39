import type { AnswerView } from '@/lib/client/answer-view'
import { ACCOUNT_PATH } from '../navigation/account-path'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { TextLink } from '../ui/text-link'
import { AnswerActions } from './answer-actions'
import { AnswerNote } from './answer-note'
import { retryTimeOf, type AnswerState } from './answer-state'
import { ContinueButton } from './continue-button'
import { RegenerateButton } from './regenerate-button'
import { StopButton } from './stop-button'

type AnswerFooterProps = { view: AnswerView; state: AnswerState; last: boolean }

/** Under an answer: how it stands, and what one can do now. Only the last one can be asked again. */
export function AnswerFooter({ view, state, last }: AnswerFooterProps) {
  const { conversations } = useSession()
  const { id, metadata } = view.message
  const target = { chatId: metadata.chatId, answerId: id }

  switch (state.kind) {
    case 'waiting':
    case 'streaming':
      return <StopButton {...target} />
    case 'stopping':
      return <AnswerNote tone="muted" ring sentence="Stopping" />
    case 'unconfirmed':
      return (
        <AnswerNote
          tone="stopped"
          ring
          sentence="Could not reach the server to stop this. Trying again"
        >
          <Button
            onClick={() => {
              conversations.retryStop(id)
            }}
          >
            Try now
          </Button>
        </AnswerNote>
      )
    case 'completed':
      return (
        <>
          {state.sentence !== undefined && <AnswerNote tone="muted" sentence={state.sentence} />}
          <div className="mt-1">
            <AnswerActions message={view.message} canRegenerate={last} />
          </div>
        </>
      )
    case 'stopped':
    case 'interrupted':
      return (
        <AnswerNote tone="stopped" sentence={state.sentence}>
          {metadata.endReason === 'budget' && <TextLink href={ACCOUNT_PATH}>Account</TextLink>}
          {last && metadata.textLength > 0 && <ContinueButton {...target} />}
          {last && <RegenerateButton {...target} label="Regenerate" tone="quiet" />}
          <AnswerActions message={view.message} canRegenerate={false} />
        </AnswerNote>
      )
    case 'failed':
      return (
        <AnswerNote tone="failed" sentence={state.sentence}>
          {last && (
            <RegenerateButton
              {...target}
              label="Retry"
              tone="plain"
              readyAt={retryTimeOf(metadata)}
            />
          )}
          <AnswerActions message={view.message} canRegenerate={false} />
        </AnswerNote>
      )
  }
}
