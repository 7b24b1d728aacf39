import type { ComponentProps } from 'react'
import { buttonStyle, type ButtonTone } from './button-style'

/** A link to what one is meant to do next. */
export function ButtonLink({
  tone = 'plain',
  className,
  children,
  ...props
}: ComponentProps<'a'> & { href: string; tone?: ButtonTone }) {
  return (
    <a className={buttonStyle(tone, className)} {...props}>
      {children}
    </a>
  )
}
