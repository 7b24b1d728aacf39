import { useQuery } from '@tanstack/react-query'
import { knownAccount } from '@/lib/client/browser/known-account'
import { personStorage } from '@/lib/client/browser/person-storage'
import { hasSession } from '@/lib/client/sign-in/sign-in'
import { signInReason } from './sign-in-reason'

/** The reason why a person is asked to sign in; undefined if they came of their own accord. */
export function useSignInReason(came: {
  guests: boolean
  cameFrom: string | undefined
}): string | undefined {
  const hadAccount = knownAccount() !== null
  const { data: isSignedIn } = useQuery({
    queryKey: ['session'],
    queryFn: hasSession,
    enabled: hadAccount,
  })
  return signInReason({
    ...came,
    hasEnded: hadAccount && isSignedIn === false,
    hasTexts: personStorage.names('').length > 0,
  })
}
