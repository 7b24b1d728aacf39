import { useId, type ReactNode } from 'react'

/** Commands of one kind, below its name. */
export function CommandGroup({ name, children }: { name: string; children: ReactNode }) {
  const headingId = useId()
  return (
    <div role="presentation" className="pb-2">
      <div id={headingId} aria-hidden="true" className="px-2 py-1 text-sm text-muted">
        {name}
      </div>
      <div role="group" aria-labelledby={headingId}>
        {children}
      </div>
    </div>
  )
}
