import { memo, useId, useMemo, useState, type ReactNode } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkBreaks from 'remark-breaks'
import cjkFriendlyStrikethrough from 'remark-cjk-friendly-gfm-strikethrough/parseOnly'
import cjkFriendly from 'remark-cjk-friendly/parseOnly'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { AnswerLink } from './elements/answer-link'
import { heading } from './elements/heading'
import { ImageLink } from './elements/image-link'
import { InlineCode } from './elements/inline-code'
import { MarkdownCode } from './elements/markdown-code'
import { PlainText } from './elements/plain-text'
import { WideTable } from './elements/wide-table'
import { closeOpenSyntax } from './live/close-open-syntax'
import { canonicalMath } from './math/canonical-math'
import { escapeTablePipes } from './table-pipes'
import { bareAddresses } from './tree/bare-addresses'
import { caretAtEnd } from './tree/caret-at-end'
import { AS_WRITTEN, htmlAsText } from './tree/html-as-text'
import { linksWithin } from './tree/links-within'
import { marksInTags } from './tree/marks-in-tags'
import { onlyPart, type Part } from './tree/only-part'
import { parsingLimits } from './tree/parsing-limits'
import { rightToLeft } from './tree/right-to-left'
import { unusedDefinitions } from './tree/unused-definitions'

const components: Components = {
  h1: heading(1),
  h2: heading(2),
  h3: heading(3),
  h4: heading(4),
  h5: heading(5),
  h6: heading(6),
  a: AnswerLink,
  img: ImageLink,
  code: InlineCode,
  pre: MarkdownCode,
  table: WideTable,
}

const syntax = [
  // One tilde is "about" more often than anything else: (~$5) … (~$10).
  [remarkGfm, { singleTilde: false }],
  [cjkFriendlyStrikethrough, { singleTilde: false }],
  cjkFriendly,
  bareAddresses,
  marksInTags,
  [remarkMath, { singleDollarTextMath: false }],
] satisfies Options['remarkPlugins']
const schema: typeof defaultSchema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    p: [['className', AS_WRITTEN]],
    div: [['className', AS_WRITTEN]],
    code: [['className', /^language-./, 'math-inline', 'math-display']],
  },
}
/** No prefix here: IDs get only the sanitizer's prefix, which `linksWithin` also gives to links. */
const remarkRehypeOptions: Options['remarkRehypeOptions'] = { clobberPrefix: '' }

/** A prefix of its own: an answer's IDs must match neither the page's nor another answer's. */
function rehypePluginsFor(
  id: string,
  caret: boolean,
  part: Part | undefined,
): Options['rehypePlugins'] {
  const clobberPrefix = `user-content-${id}-`
  return [
    [rehypeSanitize, { ...schema, clobberPrefix }],
    [linksWithin, clobberPrefix],
    rightToLeft,
    ...(caret ? [caretAtEnd] : []),
    ...(part ? [() => onlyPart(part)] : []),
  ]
}

/**
 * One block of Markdown. Draws again only when its own text changes. A block that cannot be parsed, or
 * not in time, is shown as it is written, and stays so as it grows.
 */
export const MarkdownBlock = memo(function MarkdownBlock(props: {
  text: string
  caret: boolean
  /** The text may end in the middle of a mark or a link. */
  cut: boolean
  /** The part of the list or table that is drawn; all of it unless given. */
  part?: Part
}) {
  const { text, caret, cut, part } = props
  const id = useId()
  const [isPlain, setIsPlain] = useState(false)
  const rehypePlugins = useMemo(() => rehypePluginsFor(id, caret, part), [id, caret, part])
  if (isPlain) return <PlainPart part={part} text={text} caret={caret} />
  const drawn = draw(text, cut, rehypePlugins)
  if (drawn === undefined) setIsPlain(true)
  return drawn
})

/** A piece as it is written, in an element that its list or table may contain. */
function PlainPart({ part, ...props }: { part: Part | undefined; text: string; caret: boolean }) {
  const plain = <PlainText {...props} />
  switch (part) {
    case 'items':
      return <li>{plain}</li>
    case 'head':
    case 'rows':
      return (
        <tr>
          <td>{plain}</td>
        </tr>
      )
    case undefined:
      return plain
  }
}

/** Undefined if the parser or its limits throw. An error boundary would make React try it twice. */
function draw(text: string, cut: boolean, rehypePlugins: Options['rehypePlugins']): ReactNode {
  try {
    const source = canonicalMath(escapeTablePipes(cut ? closeOpenSyntax(text) : text))
    return ReactMarkdown({
      children: source,
      remarkPlugins: [
        ...syntax,
        parsingLimits(text.length),
        [unusedDefinitions, source],
        remarkBreaks,
        htmlAsText,
      ],
      remarkRehypeOptions,
      rehypePlugins,
      components,
    })
  } catch {
    return undefined
  }
}
