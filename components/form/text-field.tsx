import { useId, type ComponentProps } from 'react'
import { fieldBox, fieldLabel } from '../ui/field-styles'

/** A field with its label, and below it its hint, or its problem if it has one. */
export function TextField({
  label,
  hint,
  problem,
  ...input
}: ComponentProps<'input'> & {
  label: string
  hint?: string | undefined
  problem: string | undefined
}) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = problem !== undefined || hint !== undefined
  return (
    <div>
      <label htmlFor={id} className={fieldLabel}>
        {label}
      </label>
      <input
        id={id}
        aria-invalid={problem !== undefined}
        aria-describedby={hasNote ? noteId : undefined}
        className={fieldBox}
        {...input}
      />
      {problem !== undefined ? (
        <p key="problem" id={noteId} role="alert" className="mt-1 text-sm text-failed">
          {problem}
        </p>
      ) : (
        hint !== undefined && (
          <p key="hint" id={noteId} className="mt-1 text-sm text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  )
}
