import { RotateCcw } from 'lucide-react'
import { ACCOUNT_PATH } from '@/components/navigation/account-path'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { TextLink } from '@/components/ui/button/text-link'
import { classNames } from '@/components/ui/class-names'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { AnotherModelMenu } from '../actions/another-model-menu'
import { AnswerActions } from '../actions/answer-actions'
import { ContinueButton } from '../actions/continue-button'
import { KeepGoingOffer } from '../actions/keep-going-offer'
import { RegenerateMenu } from '../actions/regenerate-menu'
import { RetryButton } from '../actions/retry-button'
import { focusMessageOf } from '../scroll/focus-message'
import { StopButton } from '../stop/stop-button'
import { UndoStop } from '../stop/undo-stop'
import { AnswerNote } from './answer-note'
import { retryTimeOf, type AnswerState } from './answer-state'

type AnswerFooterProps = { view: AnswerView; state: AnswerState; last: boolean }

/** Under an answer: its state, and the actions on it. Only the last answer can be asked for again. */
export function AnswerFooter({ view, state, last }: AnswerFooterProps) {
  const { conversations } = useSession()
  const { id, metadata } = view.message
  const target = { chatId: metadata.chatId, answerId: id }

  switch (state.kind) {
    case 'waiting':
    case 'loading':
    case 'thinking':
    case 'streaming':
    case 'finishing':
      return (
        <div className="flex flex-wrap items-center gap-x-2 text-sm">
          <StopButton {...target} />
          {state.kind === 'finishing' && <span className="text-muted">{state.sentence}</span>}
        </div>
      )
    case 'stopping':
      return <AnswerNote tone="muted" ring sentence="Stopping" />
    case 'unconfirmed':
      return (
        <AnswerNote tone="stopped" ring sentence={state.sentence}>
          <Button
            onClick={() => {
              conversations.pressStop({ chatId: metadata.chatId, messageId: id })
            }}
          >
            Try now
          </Button>
        </AnswerNote>
      )
    case 'late':
      return (
        <AnswerNote tone="stopped" sentence={state.sentence}>
          <Button
            onClick={(event) => {
              focusMessageOf(event.currentTarget)
              void conversations.showRest(metadata.chatId, id)
            }}
          >
            Show the rest
          </Button>
        </AnswerNote>
      )
    case 'completed':
      return (
        <>
          {state.sentence !== undefined && (
            <AnswerNote tone="muted" sentence={state.sentence}>
              {last && metadata.endReason === 'length' && <ContinueButton {...target} />}
            </AnswerNote>
          )}
          <AnswerActions
            message={view.message}
            canRegenerate={last}
            canEditQuestion={false}
            shown={last}
            className="-ml-2 touch:-ml-3"
          />
        </>
      )
    case 'stopped':
    case 'interrupted':
      return (
        <AnswerNote tone="stopped" sentence={state.sentence}>
          {metadata.endReason === 'budget' && <TextLink href={ACCOUNT_PATH}>Account</TextLink>}
          <div
            className={classNames(
              '-ml-2 flex flex-wrap items-center gap-x-1 gap-y-2',
              // Two quick presses on Stop are one wish: the second must not fall on Continue.
              view.stoppedAt !== undefined && 'out-of-reach-at-first',
            )}
          >
            {last && metadata.textLength > 0 && <ContinueButton {...target} />}
            {last && (
              <RegenerateMenu {...target} model={metadata.model}>
                <Button tone="quiet">
                  <RotateCcw aria-hidden="true" size={16} className="md:max-lg:hidden" />
                  Regenerate
                </Button>
              </RegenerateMenu>
            )}
            {last && metadata.textLength > 0 && view.stoppedAt !== undefined && (
              <UndoStop
                key={view.stoppedAt}
                {...target}
                stoppedAt={view.stoppedAt}
                isPaid={metadata.usage?.cost !== undefined}
                isFirst={metadata.earlierCalls === undefined}
              />
            )}
            {last && metadata.endReason === 'disconnect' && (
              <KeepGoingOffer chatId={metadata.chatId} />
            )}
            <AnswerActions
              message={view.message}
              canRegenerate={false}
              canEditQuestion
              shown={last}
            />
          </div>
        </AnswerNote>
      )
    case 'failed':
      return (
        <AnswerNote tone="failed" sentence={state.sentence}>
          {last && <RetryButton {...target} readyAt={retryTimeOf(metadata)} />}
          {last && <AnotherModelMenu {...target} model={metadata.model} />}
          <AnswerActions
            message={view.message}
            canRegenerate={false}
            canEditQuestion
            shown={last}
            className="-ml-2 touch:-ml-3"
          />
        </AnswerNote>
      )
  }
}
