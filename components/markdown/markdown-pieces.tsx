import { useMemo } from 'react'
import { WideTable } from './elements/wide-table'
import { MarkdownBlock } from './markdown-block'
import { piecesOf } from './source/pieces'
import { isRightToLeft } from './tree/right-to-left'

/** A block of Markdown. As a long list or table grows, only the piece at its end is drawn again. */
export function MarkdownPieces(props: { text: string; caret: boolean; cut: boolean }) {
  const { text, caret, cut } = props
  const pieces = useMemo(() => piecesOf(text), [text])
  if (pieces === undefined) return <MarkdownBlock {...props} />
  const dir = isRightToLeft(text) ? 'rtl' : undefined

  if (pieces.kind === 'list') {
    const { isOrdered, start, items } = pieces
    const drawn = items.map((item, index) => {
      const isLast = index === items.length - 1
      const ending = { caret: caret && isLast, cut: cut && isLast }
      return <MarkdownBlock key={index} part="items" text={item} {...ending} />
    })
    if (!isOrdered) return <ul dir={dir}>{drawn}</ul>
    return (
      <ol dir={dir} start={start === 1 ? undefined : start}>
        {drawn}
      </ol>
    )
  }
  const { head, rows } = pieces
  return (
    <WideTable dir={dir}>
      <thead>
        <MarkdownBlock part="head" text={head} caret={false} cut={false} />
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const isLast = index === rows.length - 1
          const ending = { caret: caret && isLast, cut: cut && isLast }
          return <MarkdownBlock key={index} part="rows" text={`${head}\n${row}`} {...ending} />
        })}
      </tbody>
    </WideTable>
  )
}
