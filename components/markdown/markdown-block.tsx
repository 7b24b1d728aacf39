import { memo, useId, useMemo } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { AnswerLink } from './answer-link'
import { caretAtEnd } from './caret-at-end'
import { heading } from './heading'
import { htmlAsText } from './html-as-text'
import { ImageLink } from './image-link'
import { InlineCode } from './inline-code'
import { linksWithin } from './links-within'
import { closeOpenSyntax } from './live/close-open-syntax'
import { MarkdownCode } from './markdown-code'
import { canonicalMath } from './math/canonical-math'
import { rightToLeft } from './right-to-left'
import { WideTable } from './wide-table'

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

const remarkPlugins: Options['remarkPlugins'] = [
  remarkGfm,
  [remarkMath, { singleDollarTextMath: false }],
  htmlAsText,
]
const schema: typeof defaultSchema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    code: [['className', /^language-./, 'math-inline', 'math-display']],
  },
}
/** Without one of its own, IDs get that of the sanitizer alone, and both agree. */
const remarkRehypeOptions: Options['remarkRehypeOptions'] = { clobberPrefix: '' }

/** IDs of an answer stand for nothing of the page, and several answers have a first footnote. */
function rehypePluginsFor(id: string, caret: boolean): Options['rehypePlugins'] {
  const clobberPrefix = `user-content-${id}-`
  return [
    [rehypeSanitize, { ...schema, clobberPrefix }],
    [linksWithin, clobberPrefix],
    rightToLeft,
    ...(caret ? [caretAtEnd] : []),
  ]
}

/** One block of Markdown. Draws again only when its own text changes. */
export const MarkdownBlock = memo(function MarkdownBlock(props: {
  text: string
  caret: boolean
  /** It ends in the midst of something. */
  cut: boolean
}) {
  const id = useId()
  const rehypePlugins = useMemo(() => rehypePluginsFor(id, props.caret), [id, props.caret])
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      remarkRehypeOptions={remarkRehypeOptions}
      rehypePlugins={rehypePlugins}
      components={components}
    >
      {canonicalMath(props.cut ? closeOpenSyntax(props.text) : props.text)}
    </ReactMarkdown>
  )
})
