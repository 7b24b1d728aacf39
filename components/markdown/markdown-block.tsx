import { memo, useId, useMemo, type ComponentProps } from 'react'
import ReactMarkdown, { type Components, type ExtraProps, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import { AnswerLink } from './answer-link'
import { caretAtEnd } from './caret-at-end'
import { htmlAsText } from './html-as-text'
import { ImageLink } from './image-link'
import { InlineCode } from './inline-code'
import { linksWithin } from './links-within'
import { closeOpenSyntax } from './live/close-open-syntax'
import { MarkdownCode } from './markdown-code'
import { canonicalMath } from './math/canonical-math'
import { WideTable } from './wide-table'

/** The page has h1 for the chat and h2 for the message, so an answer's own headings begin at h3. */
function heading(Tag: 'h3' | 'h4' | 'h5' | 'h6') {
  return function Heading({ node: _node, children, ...props }: ComponentProps<'h3'> & ExtraProps) {
    return <Tag {...props}>{children}</Tag>
  }
}

const components: Components = {
  h1: heading('h3'),
  h2: heading('h4'),
  h3: heading('h5'),
  h4: heading('h6'),
  h5: heading('h6'),
  h6: heading('h6'),
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
    ...(caret ? [caretAtEnd] : []),
  ]
}

/** One block of Markdown. Draws again only when its own text changes. */
export const MarkdownBlock = memo(function MarkdownBlock(props: { text: string; caret: boolean }) {
  const id = useId()
  const rehypePlugins = useMemo(() => rehypePluginsFor(id, props.caret), [id, props.caret])
  return (
    <ReactMarkdown
      remarkPlugins={remarkPlugins}
      remarkRehypeOptions={remarkRehypeOptions}
      rehypePlugins={rehypePlugins}
      components={components}
    >
      {canonicalMath(props.caret ? closeOpenSyntax(props.text) : props.text)}
    </ReactMarkdown>
  )
})
