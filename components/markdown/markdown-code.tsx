import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'
import type { HtmlElement } from './caret-at-end'
import { CodeBlock } from './code-block'
import { HighlightedCode } from './highlight/highlighted-code'

/** A code block that stands inside other Markdown, such as a list. */
export function MarkdownCode({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const code = node?.children.find((child) => child.type === 'element')
  if (!code) return <pre>{children}</pre>
  const language = languageOf(code)
  const text = textIn(code)
  // The only element that the renderer puts into code is the caret.
  const live = code.children.some((child) => child.type === 'element')
  return (
    <CodeBlock language={language} code={text}>
      <HighlightedCode code={text} language={language} live={live} />
    </CodeBlock>
  )
}

function languageOf({ properties }: HtmlElement): string {
  const names = Array.isArray(properties['className']) ? properties['className'] : []
  const name = names.find((candidate) => String(candidate).startsWith('language-'))
  return name === undefined ? '' : String(name).slice('language-'.length)
}

function textIn({ children }: HtmlElement): string {
  return children.map((child) => (child.type === 'text' ? child.value : '')).join('')
}
