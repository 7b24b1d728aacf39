import { useMutation } from '@tanstack/react-query'
import { useSignInOptions } from '@/components/sign-in/use-sign-in-options'
import { Button } from '@/components/ui/button/button'
import { sendVerificationMail } from '@/lib/client/sign-in/signed-in'
import { Failure } from '../section/failure'

/** Says that an address is not confirmed yet. A server without mail cannot confirm it, and need not. */
export function UnconfirmedAddress({ email }: { email: string }) {
  const { data: options } = useSignInOptions()
  const send = useMutation({ mutationFn: () => sendVerificationMail(email) })
  if (options?.mail !== true) return null
  return (
    <div className="space-y-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2 touch:min-h-11">
        <p className="text-muted">Your address is not confirmed yet.</p>
        <Button
          aria-disabled={send.isPending}
          onClick={() => {
            if (!send.isPending) send.mutate()
          }}
        >
          {send.isPending ? 'Sending' : 'Send the e-mail again'}
        </Button>
      </div>
      <output className="block">{send.isSuccess && 'The e-mail is on its way.'}</output>
      <Failure error={send.error} />
    </div>
  )
}
