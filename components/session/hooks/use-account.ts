import { useQuery } from '@tanstack/react-query'
import { drafts } from '@/components/writing/drafts'
import { edits } from '@/components/writing/edits'
import { settlePerson } from '@/lib/client/sign-in/settle-person'
import { restoreTexts } from '../restore-texts'
import { useConnection, useSession } from '../session-provider'

export const accountKey = ['account'] as const

/** The account of the person. Read once there is a session, so that this call makes no guest. */
export function useAccount() {
  const session = useSession()
  const connection = useConnection()
  return useQuery({
    queryKey: accountKey,
    enabled: connection !== 'connecting',
    async queryFn() {
      const account = await session.accountApi.read()
      // A person who came back from GitHub or Google is known only now.
      if (settlePerson(account).isNews) {
        drafts.readAgain()
        edits.readAgain()
        void restoreTexts(session)
      }
      return account
    },
  })
}
