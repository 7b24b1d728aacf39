'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { forgetAccount } from '@/lib/client/browser/known-account'
import { hasGuestChats } from '@/lib/client/sign-in/sign-in'
import type { SignInOptions } from '@/lib/contract/account'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { Farewell } from '../session/farewell'
import { Button } from '../ui/button/button'
import { TextLink } from '../ui/button/text-link'
import { Skeleton } from '../ui/skeleton'
import { ForgottenPassword } from './forgotten-password'
import type { SignInMode } from './mode-switch'
import { SignInForm } from './sign-in-form'
import { SocialButtons } from './social-buttons'
import { useSignInOptions } from './use-sign-in-options'
import { useSignInReason } from './use-sign-in-reason'

type SignInPageProps = {
  /** Whether the request for the page came with a session, which may be a guest's. */
  hasSession: boolean
  mode: SignInMode
  /** The error with which GitHub or Google sent the person back. */
  error: string | undefined
  /** The page of this app from which the person came. */
  next: string | undefined
}

/** The page on which a person signs in, and from which they go on to where they were. */
export function SignInPage(props: SignInPageProps) {
  const { hasSession, ...ways } = props
  const { data: options, isError, refetch } = useSignInOptions()
  const { data: hasGuestChats, isLoading } = useHasGuestChats({ enabled: hasSession })
  // Waits for both, so that nothing moves when the second one is there.
  if (options && !isLoading) {
    return <WaysIn options={options} hasGuestChats={hasGuestChats === true} {...ways} />
  }
  if (!isError) return <SignInSkeleton />
  return (
    <div role="alert" className="mt-8 flex flex-col items-center gap-4">
      <p>Could not reach the server.</p>
      <Button onClick={() => void refetch()}>Retry</Button>
    </div>
  )
}

type WaysInProps = Omit<SignInPageProps, 'hasSession'> & {
  options: SignInOptions
  hasGuestChats: boolean
}

function WaysIn(props: WaysInProps) {
  const { options, hasGuestChats, error, next = NEW_CHAT_PATH } = props
  const [mode, setMode] = useState<SignInMode>(options.signUp ? props.mode : 'sign-in')
  const reason = useSignInReason({ guests: options.guests, cameFrom: props.next })
  return (
    <>
      <Farewell />
      <h1 className="mt-8 text-center text-base font-semibold">
        {mode === 'sign-in' ? 'Sign in' : 'Create an account'}
      </h1>
      {reason !== undefined && (
        <output className="mt-1 block text-center text-sm text-balance text-muted">{reason}</output>
      )}
      {reason === undefined && hasGuestChats && (
        <p className="mt-1 text-center text-sm text-balance text-muted">
          Your chats as a guest will come with you.
        </p>
      )}
      <SignInForm mode={mode} canSignUp={options.signUp} next={next} onModeChange={setMode} />
      <SocialButtons providers={options.social} error={error} next={next} />
      {mode === 'sign-in' && <ForgottenPassword mail={options.mail} />}
      {options.guests && (
        <p className="mt-8 text-center text-sm">
          <TextLink href={NEW_CHAT_PATH} onClick={forgetAccount}>
            Continue as a guest
          </TextLink>
        </p>
      )}
    </>
  )
}

/** Stands in for the sign-in form until the ways to sign in are known. */
function SignInSkeleton() {
  return (
    <output aria-label="Loading" className="mt-8 block space-y-6">
      <Skeleton className="mx-auto h-5 w-24" />
      <Skeleton className="h-10 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-10 w-full" />
    </output>
  )
}

/** Whether there are chats of a guest that would come along. If unknown, the page does not mention it. */
function useHasGuestChats({ enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: ['has-guest-chats'],
    queryFn: hasGuestChats,
    enabled,
    retry: false,
  })
}
