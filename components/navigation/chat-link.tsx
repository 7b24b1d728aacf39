'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { goTo } from './chat-path'

/** A link to a chat. It is a real link, which can also be opened in a new tab. */
export function ChatLink({
  href,
  onClick,
  children,
  ...props
}: ComponentProps<'a'> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const forBrowser = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || event.button !== 0 || forBrowser) return
    event.preventDefault()
    goTo(href)
  }
  return (
    <a href={href} onClick={follow} {...props}>
      {children}
    </a>
  )
}
