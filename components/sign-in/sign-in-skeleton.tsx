import { Skeleton } from '../ui/skeleton'

/** The sign-in form before it is known how one can come in. */
export function SignInSkeleton() {
  return (
    <output aria-label="Loading" className="mt-8 block space-y-6">
      <Skeleton className="mx-auto h-5 w-24" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-10 w-full" />
    </output>
  )
}
