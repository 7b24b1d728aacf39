import { createContext, useContext, type ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'

/** Whether the content is drawn inside a link, which can have no other link in it. */
const InsideLink = createContext(false)

/**
 * A link of an answer. It opens in a new tab, as its style says, and sends no referrer. A link into
 * this app is a footnote's, or else is shown as text: no model may make a call here with the reader's
 * cookie.
 */
export function AnswerLink({
  node: _node,
  children,
  href = '',
  ...props
}: ComponentProps<'a'> & ExtraProps) {
  const isInside = useContext(InsideLink)
  if (href.startsWith('#user-content-')) {
    return (
      <a href={href} {...props}>
        {children}
      </a>
    )
  }
  if (isInside || !URL.canParse(href)) return <span>{children}</span>
  return (
    <InsideLink value={true}>
      <a {...props} href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    </InsideLink>
  )
}
