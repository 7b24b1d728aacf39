import { Skeleton } from '@/components/ui/skeleton'

/** Stands in for a chat while it loads. */
export function ThreadSkeleton() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden">
      <output aria-label="Loading the chat" className="thread-column block pt-4">
        <Skeleton round className="ml-auto h-11.5 w-2/5" />
        {/* As far down as an answer: the actions on the question come between. */}
        <div className="mt-15 space-y-3 touch:mt-18">
          <Skeleton className="h-4 w-11/12" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-1/3" />
        </div>
      </output>
    </div>
  )
}
