import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/button/copy-button'

/** In characters: a model may write anything as the name of a language. */
const LONGEST_LANGUAGE = 30

/** Code with its language, if it names one, and a copy button. It scrolls sideways inside itself. */
export function CodeBlock(props: { language: string; code: string; children: ReactNode }) {
  const { code, children } = props
  const language = props.language.slice(0, LONGEST_LANGUAGE)
  return (
    <figure className="code-block" aria-label={language === '' ? 'Code' : `Code, ${language}`}>
      <figcaption>
        {language !== '' && <bdi>{language}</bdi>}
        <CopyButton label="Copy code" copied={() => ({ text: code })} />
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard */}
      <pre tabIndex={0}>{children}</pre>
    </figure>
  )
}
