import { useQuery } from '@tanstack/react-query'
import { readSignInOptions } from '@/lib/client/sign-in/sign-in'

/** The ways to sign in on this server. */
export function useSignInOptions() {
  return useQuery({ queryKey: ['sign-in-options'], queryFn: readSignInOptions })
}
