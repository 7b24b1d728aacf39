import { useQuery } from '@tanstack/react-query'
import { forgetAccount, rememberAccount } from '@/lib/client/known-account'
import { useConnection, useSession } from './session-provider'

export const accountKey = ['account'] as const

/** Who one is here. Asked once there is a session: it is not this question that makes a guest. */
export function useAccount() {
  const { accountApi } = useSession()
  const connection = useConnection()
  return useQuery({
    queryKey: accountKey,
    enabled: connection !== 'connecting',
    async queryFn() {
      const account = await accountApi.read()
      // Who came back from GitHub or Google is known only now.
      if (account.guest) forgetAccount()
      else rememberAccount(account.id)
      return account
    },
  })
}
