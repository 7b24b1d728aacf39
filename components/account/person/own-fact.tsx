import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button/button'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'

/** `found`: untouched. `left`: its form was cancelled. `said`: what a change reported. */
type Stage = 'found' | 'changing' | 'left' | { said: string }

/** A fact about the person, replaced by its form while the person changes it. */
export function OwnFact(props: {
  label: string
  /** The name of the button that opens the form. */
  changeLabel: string
  /** Empty if the person has none. */
  value: string
  /** Undefined if the fact cannot be changed. */
  form?: ((leave: { cancel: () => void; say: (sentence: string) => void }) => ReactNode) | undefined
}) {
  const { label, changeLabel, value, form } = props
  const [stage, setStage] = useState<Stage>('found')
  if (form && stage === 'changing') {
    return form({
      cancel: () => {
        setStage('left')
      },
      say: (said) => {
        setStage({ said })
      },
    })
  }
  return (
    <div className="space-y-1">
      <div className="flex min-h-8 items-center gap-x-4 touch:min-h-11">
        <dl className="flex min-w-0 flex-1 gap-x-4">
          <dt className="w-14 shrink-0 text-muted">{label}</dt>
          <dd className="min-w-0 break-words">{value === '' ? 'None' : value}</dd>
        </dl>
        {form && (
          <Button
            ref={stage === 'left' ? focusOnArrival : undefined}
            aria-label={changeLabel}
            onClick={() => {
              setStage('changing')
            }}
          >
            Change
          </Button>
        )}
      </div>
      {typeof stage === 'object' && (
        <p ref={focusOnArrival} tabIndex={-1} className="break-words outline-none">
          {stage.said}
        </p>
      )}
    </div>
  )
}
