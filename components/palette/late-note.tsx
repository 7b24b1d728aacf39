import { Button } from '../ui/button/button'

/** Stands in for a part that is not loaded: shows nothing, or that it could not be loaded. */
export function LateNote({ retry }: { retry: (() => void) | undefined }) {
  if (!retry) return null
  return (
    <div role="alert" className="flex items-center gap-3 px-4 py-3 text-sm">
      <p className="text-muted">Could not load this part of the page.</p>
      <Button onClick={retry}>Retry</Button>
    </div>
  )
}
