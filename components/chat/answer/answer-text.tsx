import { Suspense, useState } from 'react'
import { PlainText } from '@/components/markdown/elements/plain-text'
import { LazyMarkdownText } from '@/components/markdown/lazy-markdown-text'
import { KeepSelection } from '@/components/markdown/text/keep-selection'
import type { PartProps } from './part-props'

export function AnswerText({ text, live, cut }: Pick<PartProps, 'text' | 'live' | 'cut'>) {
  const [beganLive] = useState(live)
  const markdown = <LazyMarkdownText text={text} caret={live} cut={cut} />
  return (
    <KeepSelection as="div" className="answer-text" data-answer-text>
      {/* Text that comes before its renderer is shown at once, since Stop keeps the text that was seen. */}
      {beganLive ? (
        <Suspense fallback={<PlainText text={withoutMarks(text)} />}>{markdown}</Suspense>
      ) : (
        markdown
      )}
    </KeepSelection>
  )
}

/** Nearly the text that the renderer will show, for the moment until it has loaded. */
function withoutMarks(text: string): string {
  return text.replaceAll(/[*_`~#|]|^> ?/gm, '')
}
