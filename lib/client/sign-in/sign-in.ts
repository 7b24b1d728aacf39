import { createCalls } from '@/lib/client/calls/calls'
import type { SignInOptions } from '@/lib/contract/account'
import type { Chat } from '@/lib/contract/chat'
import { signInPath } from '@/lib/contract/own-path'
import { authCall } from './auth-call'
import { settleAccount } from './settle-person'

/** Calls that make no session where there is none. */
const withoutSession = () => createCalls(() => Promise.resolve())

type SignedIn = { user: { id: string } }

/** How one can come in here. Needs no session, and makes none. */
export function readSignInOptions(): Promise<SignInOptions> {
  return withoutSession().json('/api/sign-in-options')
}

/** Whether this browser is a guest's who has chats, which come along at a sign-in. Makes no session. */
export async function hasGuestChats(): Promise<boolean> {
  const session = await authCall<{ user: { isAnonymous?: boolean | null } } | null>('/get-session')
  if (session?.user.isAnonymous !== true) return false
  const { chats } = await withoutSession().json<{ chats: Chat[] }>('/api/chats?limit=1')
  return chats.length > 0
}

/** Signs in. Returns whether another account was here before, whose pages are none of theirs. */
export async function signIn(credentials: {
  email: string
  password: string
}): Promise<{ isAnother: boolean }> {
  const { user } = await authCall<SignedIn>('/sign-in/email', credentials)
  return settleAccount(user.id)
}

/** Makes an account and signs in to it; the same is returned. */
export async function signUp(person: {
  name: string
  email: string
  password: string
}): Promise<{ isAnother: boolean }> {
  const { user } = await authCall<SignedIn>('/sign-up/email', person)
  return settleAccount(user.id)
}

/**
 * Whether a session that was signed in to just now, or before, is there: a browser that keeps no
 * cookies has none. Throws `ApiError`.
 */
export async function hasSession(): Promise<boolean> {
  return (await authCall<unknown>('/get-session')) !== null
}

/**
 * The address at GitHub or Google where one says yes, and from where one comes back.
 * @param next the page to come back to, one of our own
 */
export async function socialSignInUrl(
  provider: SignInOptions['social'][number],
  next = '/',
): Promise<string> {
  const { url } = await authCall<{ url: string }>('/sign-in/social', {
    provider,
    callbackURL: next,
    errorCallbackURL: signInPath(next),
  })
  return url
}

/** Sends a mail, if there is an account with this address; which of both is not told. */
export async function requestPasswordReset(email: string): Promise<void> {
  await authCall('/request-password-reset', { email, redirectTo: '/reset-password' })
}

/** Changes the password of who has the token of such a mail. */
export async function resetPassword(reset: { newPassword: string; token: string }): Promise<void> {
  await authCall('/reset-password', reset)
}
