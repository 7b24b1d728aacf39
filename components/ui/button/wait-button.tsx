import type { ReactNode } from 'react'
import { useCountdown } from '../time/use-countdown'
import { Button } from './button'

/** A button that counts down to `readyAt` (milliseconds since 1970), and can be pressed from then on. */
export function WaitButton(props: {
  label: string
  /** The label while the button cannot be pressed for so many more seconds. */
  waitLabel: (seconds: number) => string
  tone?: 'plain' | 'quiet'
  readyAt: number | undefined
  /** The clock that `readyAt` refers to. */
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
