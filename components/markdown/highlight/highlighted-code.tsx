import { memo } from 'react'
import { Caret } from '@/components/ui/caret'
import { KeepSelection } from '../text/keep-selection'
import type { Chunk, Token } from './painted-code'
import { usePainted } from './use-painted'

/**
 * Code as plain text at once, which gets its colours later. They change nothing else. With `live`, more
 * code is coming, and only the last lines are drawn again.
 */
export function HighlightedCode(props: { code: string; language: string; live: boolean }) {
  const { code, language, live } = props
  const painted = usePainted(code, language, !live)
  return (
    <KeepSelection as="code">
      {painted.chunks.map((chunk) => (
        <PaintedChunk key={chunk.start} tokens={chunk.tokens} />
      ))}
      {code.slice(painted.code.length)}
      {live && <Caret />}
    </KeepSelection>
  )
}

const PaintedChunk = memo(function PaintedChunk({ tokens }: Pick<Chunk, 'tokens'>) {
  return (
    <span className="code-lines">
      {tokens.map((token, index) => (
        <PaintedToken key={index} {...token} />
      ))}
    </span>
  )
})

function PaintedToken({ text, kind }: Token) {
  return kind === undefined ? text : <span className={`code-${kind}`}>{text}</span>
}
