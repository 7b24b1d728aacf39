import { useMutation } from '@tanstack/react-query'
import { NEW_CHAT_PATH } from '@/components/navigation/chat-path'
import { Button } from '@/components/ui/button/button'
import { leaveFor } from '@/lib/client/calls/leave-for'
import { signOut } from '@/lib/client/sign-in/signed-in'
import type { Account } from '@/lib/contract/account'
import { Failure } from '../section/failure'
import { Section } from '../section/section'
import { NameForm } from './name-form'
import { OwnAddress } from './own-address'
import { OwnFact } from './own-fact'
import { UnconfirmedAddress } from './unconfirmed-address'

/** The person's name and address, and Sign out. `confirmed`: a mailed link led here and worked. */
export function PersonSection(props: { account: Account; confirmed: boolean }) {
  const { account, confirmed } = props
  const { name, email, emailVerified, admin } = account
  const leave = useMutation({
    async mutationFn() {
      await signOut()
      await leaveFor(NEW_CHAT_PATH)
    },
  })
  return (
    <Section title="You">
      <div className="space-y-2">
        <OwnFact
          label="Name"
          changeLabel="Change your name"
          value={name ?? ''}
          form={({ cancel, say }) => <NameForm name={name ?? ''} onCancel={cancel} onDone={say} />}
        />
        <OwnAddress account={account} />
      </div>
      {confirmed && emailVerified && (
        <output className="block">Your address has been confirmed.</output>
      )}
      {!emailVerified && email !== null && <UnconfirmedAddress email={email} />}
      {admin && <p>You are the owner of this server.</p>}
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
