import type { ComponentProps } from 'react'
import { buttonStyle, type ButtonTone } from './button-style'

/** A button with words. `aria-disabled` keeps it in the tab order; `disabled` would drop the focus. */
export function Button({
  tone = 'plain',
  className,
  ...props
}: ComponentProps<'button'> & { tone?: ButtonTone }) {
  return <button type="button" className={buttonStyle(tone, className)} {...props} />
}
