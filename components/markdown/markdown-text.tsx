import { memo, useState } from 'react'
import { Caret } from '@/components/ui/caret'
import { splitBlocks, type Block } from './blocks'
import { CodeBlock } from './code-block'
import { FirstHeadingLevel, firstHeadingLevel } from './heading'
import { HighlightedCode } from './highlight/highlighted-code'
import { MarkdownBlock } from './markdown-block'

/** An answer's text. With `caret`, the full stop stands at its end: more is coming. */
export function MarkdownText({ text, caret }: { text: string; caret: boolean }) {
  const { blocks } = useBlocks(text)
  if (blocks.length === 0) return caret ? <Caret /> : null
  return (
    <FirstHeadingLevel value={firstHeadingLevel(blocks)}>
      {blocks.map((block, index) => (
        <BlockView key={block.start} block={block} caret={caret && index === blocks.length - 1} />
      ))}
    </FirstHeadingLevel>
  )
}

/** The text in blocks; as it grows, only its end is read again. */
function useBlocks(text: string) {
  const [list, setList] = useState(() => splitBlocks(text))
  if (list.text === text) return list
  const next = splitBlocks(text, list)
  setList(next)
  return next
}

/** Draws again only when the block itself has changed: all but the last stay the same objects. */
const BlockView = memo(function BlockView({ block, caret }: { block: Block; caret: boolean }) {
  switch (block.kind) {
    case 'markdown':
      return <MarkdownBlock text={block.text} caret={caret} />
    case 'code':
      return (
        <CodeBlock language={block.language} code={block.code}>
          <HighlightedCode code={block.code} language={block.language} live={caret} />
        </CodeBlock>
      )
  }
})
