import { useQuery } from '@tanstack/react-query'
import { hasGuestChats } from '@/lib/client/sign-in/sign-in'

/** Whether there are chats of a guest that would come along. Where that cannot be told, nothing is said. */
export function useHasGuestChats({ enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: ['has-guest-chats'],
    queryFn: hasGuestChats,
    enabled,
    retry: false,
  })
}
