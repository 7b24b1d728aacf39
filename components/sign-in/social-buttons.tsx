import { useMutation } from '@tanstack/react-query'
import { problemOf } from '@/lib/client/calls/problem'
import { awaitAccount } from '@/lib/client/sign-in/settle-person'
import { socialSignInUrl } from '@/lib/client/sign-in/sign-in'
import type { SignInOptions } from '@/lib/contract/account'
import { Button } from '../ui/button/button'

type Provider = SignInOptions['social'][number]

const titles: Record<Provider, string> = { github: 'GitHub', google: 'Google' }

/** The other ways to sign in. `error` is the code with which one of them sent the person back. */
export function SocialButtons(props: {
  providers: readonly Provider[]
  error: string | undefined
  /** The page to come back to. */
  next: string
}) {
  const { providers, error, next } = props
  const leave = useMutation({
    mutationFn: (provider: Provider) => socialSignInUrl(provider, next),
    onSuccess(url) {
      awaitAccount()
      location.assign(url)
    },
  })
  const problem = leave.isError ? problemOf(leave.error).sentence : refusalOf(error)
  if (providers.length === 0) return null
  return (
    <div className="mt-6 space-y-3 border-t border-line pt-6">
      {providers.map((provider) => (
        <Button
          key={provider}
          className="min-h-10 w-full"
          aria-disabled={leave.isPending}
          onClick={() => {
            if (!leave.isPending) leave.mutate(provider)
          }}
        >
          Continue with {titles[provider]}
        </Button>
      ))}
      {problem !== undefined && (
        <p role="alert" className="text-sm text-failed">
          {problem}
        </p>
      )}
    </div>
  )
}

function refusalOf(error: string | undefined): string | undefined {
  if (error === undefined) return undefined
  return error === 'signup_disabled'
    ? 'This server does not accept new accounts.'
    : 'That did not work. Try again.'
}
