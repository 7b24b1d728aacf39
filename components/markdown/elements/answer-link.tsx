import { createContext, useContext, type ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'

/** Whether this is drawn inside a link, which can have no other link in it. */
const InsideLink = createContext(false)

/**
 * A link that an answer brought: it opens in a new tab, which its style says, and tells nobody where
 * from. One that leads into this app is a footnote's, or it is shown as the text it is: with the
 * reader's cookie, no model has anything to ask for here.
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
