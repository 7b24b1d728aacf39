import { Skeleton } from '../ui/skeleton'

const widths = ['w-4/5', 'w-3/5', 'w-2/3', 'w-1/2']

/** Stands in for the chat list while it loads. */
export function ChatListSkeleton() {
  return (
    <output aria-label="Loading chats" className="block space-y-4 px-2 py-3">
      {widths.map((width) => (
        <Skeleton key={width} className={`h-4 ${width}`} />
      ))}
    </output>
  )
}
