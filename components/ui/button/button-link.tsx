import type { ComponentProps } from 'react'
import { buttonStyle, type ButtonTone } from './button-style'

/** A link that looks like a button, for the next thing that a person should do. */
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
