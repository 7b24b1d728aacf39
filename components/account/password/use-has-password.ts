import { useQuery } from '@tanstack/react-query'
import { hasPassword } from '@/lib/client/sign-in/signed-in'

/** Whether the account has a password. Not `enabled` for guests, who have none. */
export function useHasPassword({ enabled }: { enabled: boolean }) {
  return useQuery({ queryKey: ['has-password'], queryFn: hasPassword, enabled })
}
