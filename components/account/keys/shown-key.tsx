import { useId } from 'react'
import { CopyButton } from '@/components/ui/button/copy-button'
import { fieldBox, fieldLabel } from '@/components/ui/field-styles'

/** Shows a new key, only this once. It is focused and selected, for a person who copies by hand. */
export function ShownKey({ value }: { value: string }) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="rounded-xl border border-line p-4">
      <label htmlFor={id} className={fieldLabel}>
        Your new key
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          ref={selectOnArrival}
          readOnly
          value={value}
          aria-describedby={noteId}
          className={`${fieldBox} min-w-0 font-mono`}
        />
        <CopyButton label="Copy key" copied={() => ({ text: value })} />
      </div>
      <p id={noteId} className="mt-2">
        Copy it now: it will not be shown again.
      </p>
    </div>
  )
}

function selectOnArrival(field: HTMLInputElement | null): void {
  field?.focus()
  field?.select()
}
