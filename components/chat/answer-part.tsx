import { memo } from 'react'
import type { MessagePart } from '@/lib/contract/message'
import { LazyMarkdownText } from '../markdown/lazy-markdown-text'
import { Thinking } from './thinking'

/** A piece of an answer. `live`: more of it is coming. */
export const AnswerPart = memo(function AnswerPart(props: { part: MessagePart; live: boolean }) {
  const { part, live } = props
  switch (part.type) {
    case 'reasoning':
      return <Thinking text={part.text} live={live} />
    case 'text':
      return (
        <div className="answer-text">
          <LazyMarkdownText text={part.text} caret={live} />
        </div>
      )
  }
})
