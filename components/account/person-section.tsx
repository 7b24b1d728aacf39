import { useMutation } from '@tanstack/react-query'
import { leaveFor } from '@/lib/client/leave-for'
import { signOut } from '@/lib/client/signed-in'
import type { Account } from '@/lib/contract/account'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { Button } from '../ui/button'
import { Failure } from './failure'
import { Section } from './section'
import { UnconfirmedAddress } from './unconfirmed-address'

/** Whose account this is, and the way out. */
export function PersonSection({ account }: { account: Account }) {
  const { name, email, emailVerified, admin } = account
  const leave = useMutation({
    async mutationFn() {
      await signOut()
      await leaveFor(NEW_CHAT_PATH)
    },
  })
  return (
    <Section title="You">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2">
        {/* Who came from GitHub may have none. */}
        {name !== null && name !== '' && (
          <>
            <dt className="text-muted">Name</dt>
            <dd className="break-words">{name}</dd>
          </>
        )}
        <dt className="text-muted">E-mail</dt>
        <dd className="break-words">{email}</dd>
      </dl>
      {!emailVerified && email !== null && <UnconfirmedAddress email={email} />}
      {admin && <p>You own this server.</p>}
      <Failure error={leave.error} />
      <Button
        aria-disabled={leave.isPending}
        onClick={() => {
          if (!leave.isPending) leave.mutate()
        }}
      >
        {leave.isPending ? 'Signing out' : 'Sign out'}
      </Button>
    </Section>
  )
}
