import type { ComponentProps } from 'react'
import { classNames } from '../class-names'

const tones = { muted: 'text-muted hover:text-ink', accent: 'text-accent' }

/** A button that is only an icon; the label is its name and its tooltip. */
export function IconButton({
  label,
  tone = 'muted',
  className,
  ...props
}: ComponentProps<'button'> & { label: string; tone?: keyof typeof tones }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg',
        'transition-colors hover:bg-hover touch:size-11',
        tones[tone],
        className,
      )}
      {...props}
    />
  )
}
