import { useQuery } from '@tanstack/react-query'
import { readSignInOptions } from '@/lib/client/sign-in/sign-in'

/** How one can come in here. */
export function useSignInOptions() {
  return useQuery({ queryKey: ['sign-in-options'], queryFn: readSignInOptions })
}
