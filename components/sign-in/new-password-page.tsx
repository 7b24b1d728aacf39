'use client'

import { useState } from 'react'
import { SIGN_IN_PATH } from '@/lib/client/calls/leave-for'
import { TextLink } from '../ui/button/text-link'
import { focusOnArrival } from '../ui/focus-on-arrival'
import { NewPasswordForm } from './new-password-form'
import { ResetRequestForm } from './reset-request-form'
import { useSignInOptions } from './use-sign-in-options'

/** The page of a mailed link: a person chooses a new password there, or is told why not. */
export function NewPasswordPage({ token }: { token: string | undefined }) {
  const [state, setState] = useState<'open' | 'changed' | 'expired'>(
    token === undefined ? 'expired' : 'open',
  )
  return (
    <>
      <h1 className="mt-8 text-center text-base font-semibold">New password</h1>
      {state === 'open' && token !== undefined && (
        <NewPasswordForm token={token} onChange={setState} />
      )}
      {state === 'changed' && (
        <div className="mt-6 space-y-4 text-center">
          <p ref={focusOnArrival} tabIndex={-1} className="outline-none">
            Your password has been changed, and you have been signed out everywhere.
          </p>
          <TextLink href={SIGN_IN_PATH}>Sign in</TextLink>
        </div>
      )}
      {state === 'expired' && <ExpiredLink />}
    </>
  )
}

function ExpiredLink() {
  const { data: options } = useSignInOptions()
  return (
    <div className="mt-6 space-y-6">
      <p
        ref={focusOnArrival}
        tabIndex={-1}
        role="alert"
        className="text-center text-balance outline-none"
      >
        This link has expired or has already been used.
      </p>
      {options?.mail === true && <ResetRequestForm />}
      {options?.mail === false && (
        <p className="text-center text-sm">Ask whoever runs this server for a new password.</p>
      )}
      <p className="text-center text-sm">
        <TextLink href={SIGN_IN_PATH}>Sign in</TextLink>
      </p>
    </div>
  )
}
