import { Button } from '@/components/ui/button/button'
import { Skeleton } from '@/components/ui/skeleton'

/** What stands in the place of something that is being read, or could not be. */
export function LoadingSection(props: {
  /** What is said while it loads, and when that has failed. */
  words: { loading: string; failed: string }
  failed: boolean
  onRetry: () => void
}) {
  const { words, failed, onRetry } = props
  if (!failed) {
    return (
      <output aria-label={words.loading} className="block space-y-3">
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-5 w-1/2" />
      </output>
    )
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3">
      <p>{words.failed}</p>
      <Button onClick={onRetry}>Retry</Button>
    </div>
  )
}
