import { memo, Suspense, useState } from 'react'
import type { MessagePart } from '@/lib/contract/message'
import { LazyMarkdownText } from '../markdown/lazy-markdown-text'
import { PlainText } from '../markdown/plain-text'
import { KeepSelection } from '../markdown/text/keep-selection'
import { Thinking } from './thinking'

/** A piece of an answer. `live`: more of it is coming. */
export const AnswerPart = memo(function AnswerPart(props: {
  type: MessagePart['type']
  text: string
  live: boolean
  /** Its writer had not ended it. */
  cut: boolean
  /** How long the answer thought: until now where it has ended, else until we began to watch. */
  thoughtMs: number
  ended: boolean
}) {
  const { type, text, live, cut, thoughtMs, ended } = props
  const [beganLive] = useState(live)
  switch (type) {
    case 'reasoning':
      return <Thinking text={text} live={live} cut={cut} thoughtMs={thoughtMs} ended={ended} />
    case 'text': {
      const markdown = <LazyMarkdownText text={text} caret={live} cut={cut} />
      return (
        <KeepSelection as="div" className="answer-text" data-answer-text>
          {/* Text that comes before its renderer is shown at once: Stop keeps what was seen. */}
          {beganLive ? (
            <Suspense fallback={<PlainText text={withoutMarks(text)} />}>{markdown}</Suspense>
          ) : (
            markdown
          )}
        </KeepSelection>
      )
    }
  }
})

/** The text as its renderer will show it, nearly: for the moment until that has loaded. */
function withoutMarks(text: string): string {
  return text.replaceAll(/[*_`~#|]|^> ?/gm, '')
}
