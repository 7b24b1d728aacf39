import { useId, type ReactNode } from 'react'
import { Button } from '../ui/button/button'
import { classNames } from '../ui/class-names'

/** The button that sends a form, below the problem of the form as a whole. */
export function SubmitRow(props: {
  label: string
  pendingLabel: string
  pending: boolean
  problem: string | undefined
  tone?: 'primary' | 'plain' | 'danger'
  wide?: boolean
  /** Other buttons, before this one. */
  children?: ReactNode
}) {
  const { label, pendingLabel, pending, problem, tone = 'primary', wide = false } = props
  const problemId = useId()
  // Several buttons are aligned at the end, as in every dialog.
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
