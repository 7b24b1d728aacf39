import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'
import { Caret } from '@/components/ui/caret'
import { HighlightedCode } from '../highlight/highlighted-code'
import { Formula } from '../math/formula'
import { classNamesOf, textIn } from '../tree/html-element'
import { CodeBlock } from './code-block'

/** A code block inside other Markdown, such as a list; or a formula, which the parser gives as one. */
export function MarkdownCode({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const code = node?.children.find((child) => child.type === 'element')
  if (!code) return <pre>{children}</pre>
  const text = textIn(code)
  const classNames = classNamesOf(code)
  // The only element that the renderer puts into code is the caret.
  const live = code.children.some((child) => child.type === 'element')
  if (classNames.includes('math-display')) {
    return (
      <>
        <Formula source={text} display={true} />
        {live && <Caret />}
      </>
    )
  }
  const language = classNames.find((name) => name.startsWith('language-')) ?? ''
  const languageName = language.slice('language-'.length)
  return (
    <CodeBlock language={languageName} code={text}>
      <HighlightedCode code={text} language={languageName} live={live} />
    </CodeBlock>
  )
}
