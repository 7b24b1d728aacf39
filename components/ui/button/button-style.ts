import { classNames } from '../class-names'

const tones = {
  primary: 'has-ground px-3 touch:px-4 bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'px-3 touch:px-4 border border-line text-ink hover:bg-hover',
  /** Opens a dialog that has a `danger` button. */
  grave: 'px-3 touch:px-4 border border-line text-failed hover:bg-hover',
  quiet: 'px-2 text-muted hover:bg-hover hover:text-ink',
  /** Quiet, but meant to be seen: it is there for a moment only. */
  offer: 'px-2 text-accent hover:bg-hover',
  danger: 'has-ground px-3 touch:px-4 bg-failed text-on-failed hover:bg-failed-strong',
}

export type ButtonTone = keyof typeof tones

/** The style of buttons, and of links that are as important. */
export function buttonStyle(tone: ButtonTone, className: string | undefined): string {
  return classNames(
    'inline-flex h-8 shrink-0 items-center justify-center gap-2 rounded-lg text-sm font-medium',
    'transition-colors aria-disabled:opacity-60 touch:h-11',
    tones[tone],
    className,
  )
}
