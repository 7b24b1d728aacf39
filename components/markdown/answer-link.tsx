import type { ComponentProps } from 'react'
import type { ExtraProps } from 'react-markdown'

/** A link that an answer brought: it opens in a new tab, tells nobody where from, and says so. */
export function AnswerLink({
  node: _node,
  children,
  href,
  ...props
}: ComponentProps<'a'> & ExtraProps) {
  if (href === undefined || href === '') return <span>{children}</span>
  if (href.startsWith('#')) {
    return (
      <a href={href} {...props}>
        {children}
      </a>
    )
  }
  return (
    <a {...props} href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
      <span aria-hidden="true" className="link-mark">
        ↗
      </span>
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  )
}
