import { memo } from 'react'
import type { MessagePart } from '@/lib/contract/message'
import { LazyMarkdownText } from '../markdown/lazy-markdown-text'
import { Thinking } from './thinking'

/** A piece of an answer. `live`: more of it is coming. */
export const AnswerPart = memo(function AnswerPart(props: {
  type: MessagePart['type']
  text: string
  live: boolean
}) {
  const { type, text, live } = props
  switch (type) {
    case 'reasoning':
      return <Thinking text={text} live={live} />
    case 'text':
      return (
        <div className="answer-text">
          <LazyMarkdownText text={text} caret={live} />
        </div>
      )
  }
})
