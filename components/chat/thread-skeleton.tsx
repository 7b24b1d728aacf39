import { Skeleton } from '../ui/skeleton'

/** A chat before it is there. */
export function ThreadSkeleton() {
  return (
    <div className="min-h-0 flex-1 overflow-hidden">
      <output aria-label="Loading the chat" className="thread-column block space-y-8 py-6">
        <Skeleton className="ml-auto h-11 w-2/5 rounded-2xl" />
        <div className="space-y-3">
          <Skeleton className="h-4 w-11/12" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-1/3" />
        </div>
      </output>
    </div>
  )
}
