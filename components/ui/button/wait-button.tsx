import type { ReactNode } from 'react'
import { useCountdown } from '../time/use-countdown'
import { Button } from './button'

/** A button that can be pressed from a time on (milliseconds since 1970), and counts down to it. */
export function WaitButton(props: {
  label: string
  /** What it says while it cannot be pressed, so many seconds longer. */
  waitLabel: (seconds: number) => string
  tone?: 'plain' | 'quiet'
  readyAt: number | undefined
  /** The time by which that is told. */
  clock: () => number
  onPress: (button: HTMLElement) => void
  icon?: ReactNode
}) {
  const left = useCountdown(props.readyAt, props.clock)
  return (
    <Button
      tone={props.tone ?? 'plain'}
      aria-disabled={left > 0}
      onClick={(event) => {
        if (left === 0) props.onPress(event.currentTarget)
      }}
    >
      {props.icon}
      <span className="tabular-nums">{left > 0 ? props.waitLabel(left) : props.label}</span>
    </Button>
  )
}
