import { useId, type ReactNode } from 'react'
import { Button } from '../ui/button/button'
import { classNames } from '../ui/class-names'

/** The button that sends a form, and above it what is wrong with the form as a whole. */
export function SubmitRow(props: {
  label: string
  pendingLabel: string
  pending: boolean
  problem: string | undefined
  tone?: 'primary' | 'plain' | 'danger'
  wide?: boolean
  /** What stands beside the button. */
  children?: ReactNode
}) {
  const { label, pendingLabel, pending, problem, tone = 'primary', wide = false } = props
  const problemId = useId()
  // Of several buttons the last stands at the end, as in every dialog.
  const hasOthers = props.children !== undefined
  return (
    <div>
      {problem !== undefined && (
        <p id={problemId} role="alert" className="mb-3 text-sm text-failed">
          {problem}
        </p>
      )}
      <div className={classNames('flex flex-wrap gap-3', hasOthers && 'justify-end')}>
        {props.children}
        <Button
          type="submit"
          tone={tone}
          aria-disabled={pending}
          aria-describedby={problem === undefined ? undefined : problemId}
          className={wide ? 'min-h-10 w-full' : undefined}
        >
          {pending ? pendingLabel : label}
        </Button>
      </div>
    </div>
  )
}
