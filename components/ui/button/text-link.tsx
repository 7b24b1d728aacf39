import type { ComponentProps } from 'react'

/** A link in words, high enough for a finger. */
export function TextLink({ children, ...props }: ComponentProps<'a'> & { href: string }) {
  return (
    <a
      className="inline-flex items-center text-accent underline underline-offset-4 touch:h-11"
      {...props}
    >
      {children}
    </a>
  )
}
