import { Button } from '@/components/ui/button/button'
import { Skeleton } from '@/components/ui/skeleton'

/** Stands in for content that is being read, or could not be. */
export function LoadingSection(props: {
  /** The sentences for content that is loading, and for content that could not be loaded. */
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
