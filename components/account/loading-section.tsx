import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'

/** What stands in the place of something that is being read, or could not be. */
export function LoadingSection(props: { what: string; failed: boolean; onRetry: () => void }) {
  const { what, failed, onRetry } = props
  if (!failed) {
    return (
      <output aria-label={`Loading ${what}`} className="block space-y-3">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-5 w-1/2" />
      </output>
    )
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3">
      <p>Could not load {what}.</p>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  )
}
