import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button/button'
import { focusOnArrival } from '@/components/ui/focus-on-arrival'

/** What has become of a fact: as it was found, being changed, left as it is, or what a change said. */
type Stage = 'found' | 'changing' | 'left' | { said: string }

/** A fact about oneself, and in its place the form that changes it. */
export function OwnFact(props: {
  label: string
  /** What the button that opens the form is called. */
  changeLabel: string
  /** Empty where there is none. */
  value: string
  /** Undefined where it cannot be changed. */
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
