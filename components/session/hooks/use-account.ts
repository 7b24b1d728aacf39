import { useQuery } from '@tanstack/react-query'
import { drafts } from '@/components/writing/drafts'
import { edits } from '@/components/writing/edits'
import { settlePerson } from '@/lib/client/sign-in/settle-person'
import { restoreTexts } from '../restore-texts'
import { useConnection, useSession } from '../session-provider'

export const accountKey = ['account'] as const

/** Who one is here. Asked once there is a session: it is not this question that makes a guest. */
export function useAccount() {
  const session = useSession()
  const connection = useConnection()
  return useQuery({
    queryKey: accountKey,
    enabled: connection !== 'connecting',
    async queryFn() {
      const account = await session.accountApi.read()
      // Who came back from GitHub or Google is known only now.
      if (settlePerson(account).isNews) {
        drafts.readAnew()
        edits.readAnew()
        void restoreTexts(session)
      }
      return account
    },
  })
}
