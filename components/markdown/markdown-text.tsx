import { memo, useState } from 'react'
import { Caret } from '@/components/ui/caret'
import { CodeBlock } from './elements/code-block'
import { FirstHeadingLevel, firstHeadingLevel } from './elements/heading'
import { PlainText } from './elements/plain-text'
import { HighlightedCode } from './highlight/highlighted-code'
import { MarkdownPieces } from './markdown-pieces'
import { OrPlainText } from './or-plain-text'
import { splitBlocks, type Block } from './source/blocks'
import { useDrawnBlocks } from './use-drawn-blocks'

/**
 * An answer's text. With `caret`, the full stop is at its end: more is coming. A text that was `cut` off
 * looks as it did while it came: its open marks are closed, and none of them is shown.
 */
export function MarkdownText(props: { text: string; caret: boolean; cut?: boolean }) {
  return (
    <OrPlainText text={props.text} caret={props.caret}>
      <Blocks {...props} />
    </OrPlainText>
  )
}

function Blocks(props: { text: string; caret: boolean; cut?: boolean }) {
  const { text, caret, cut = false } = props
  const { blocks } = useBlocks(text)
  const drawn = useDrawnBlocks(blocks)
  if (blocks.length === 0) return caret ? <Caret /> : null
  return (
    <FirstHeadingLevel value={firstHeadingLevel(blocks)}>
      {blocks.map((block, index) => {
        const isLast = index === blocks.length - 1
        const ending = { caret: caret && isLast, cut: (caret || cut) && isLast }
        return index < drawn ? (
          <BlockView key={block.start} block={block} {...ending} />
        ) : (
          <PlainText key={block.start} text={sourceOf(block)} caret={ending.caret} />
        )
      })}
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
const BlockView = memo(function BlockView(props: { block: Block; caret: boolean; cut: boolean }) {
  const { block, caret } = props
  return (
    <OrPlainText text={sourceOf(block)} caret={caret}>
      <DrawnBlock {...props} />
    </OrPlainText>
  )
})

function DrawnBlock(props: { block: Block; caret: boolean; cut: boolean }) {
  const { block, caret, cut } = props
  switch (block.kind) {
    case 'markdown':
      return <MarkdownPieces text={block.text} caret={caret} cut={cut} />
    case 'plain':
      return <PlainText text={block.text} caret={caret} />
    case 'code':
      return (
        <CodeBlock language={block.language} code={block.code}>
          <HighlightedCode code={block.code} language={block.language} live={caret} />
        </CodeBlock>
      )
  }
}

/** The text that is shown of a block that is not drawn. */
function sourceOf(block: Block): string {
  return block.kind === 'code' ? block.code : block.text
}
