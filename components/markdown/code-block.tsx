import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy-button'

/** Code with its language and a copy button. It scrolls sideways inside itself. */
export function CodeBlock(props: { language: string; code: string; children?: ReactNode }) {
  const { language, code, children = code } = props
  return (
    <figure className="code-block" aria-label={language === '' ? 'Code' : `Code, ${language}`}>
      <figcaption>
        <span>{language === '' ? 'text' : language}</span>
        <CopyButton label="Copy code" text={() => code} />
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard */}
      <pre tabIndex={0}>
        <code>{children}</code>
      </pre>
    </figure>
  )
}
