import { Fragment, memo } from 'react'
import { useShownStop } from '@/components/session/hooks/use-stops'
import type { AnswerView } from '@/lib/client/thread/answer-view'
import { shownPartsOf } from '@/lib/client/thread/shown-parts'
import { counted } from '@/lib/locale/counted'
import { VersionWalker } from '../versions/version-walker'
import { AnswerFooter } from './answer-footer'
import { AnswerPart } from './answer-part'
import { answerStateOf, isWhole } from './answer-state'
import { joinedParts } from './joined-parts'
import { Waiting } from './waiting'

/** One answer: the text that has come, and its state. */
export const Answer = memo(function Answer({ view, last }: { view: AnswerView; last: boolean }) {
  const { message } = view
  const state = answerStateOf(view, useShownStop(view))
  const parts = joinedParts(shownPartsOf(view))
  const isArriving = ['thinking', 'streaming', 'finishing'].includes(state.kind)
  return (
    <article
      data-message-id={message.id}
      data-role="assistant"
      data-status={message.metadata.status}
      tabIndex={-1}
      className="group focus:outline-none"
    >
      <h2 className="sr-only">Answer</h2>
      <Fragment key={message.id}>
        {state.kind === 'waiting' || state.kind === 'loading' ? (
          <Waiting modelId={message.metadata.model} loading={state.kind === 'loading'} />
        ) : (
          parts.map((part, index) => (
            <AnswerPart
              // Parts are only ever added, so a place is an identity.
              key={index}
              type={part.type}
              text={part.text}
              live={isArriving && index === parts.length - 1}
              cut={!isWhole(message.metadata) && index === parts.length - 1}
              thoughtMs={message.metadata.thoughtMs ?? 0}
              ended={message.metadata.status !== 'active'}
            />
          ))
        )}
      </Fragment>
      {message.metadata.leftOutMessages !== undefined && (
        <p className="mt-2 text-sm text-muted">{leftOutWords(message.metadata.leftOutMessages)}</p>
      )}
      <div className="mt-2 flex flex-wrap items-start gap-x-3">
        <VersionWalker message={message} className="-ml-2 touch:-ml-3" />
        <div className="min-w-0 flex-1 basis-104">
          <AnswerFooter view={view} state={state} last={last} />
        </div>
      </div>
    </article>
  )
})

function leftOutWords(count: number): string {
  return counted(count, {
    one: 'The conversation is too long for this model, so its first message was left out.',
    other:
      'The conversation is too long for this model, so its first {count} messages were left out.',
  })
}
