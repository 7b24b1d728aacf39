import { createCalls } from '@/client/calls'
import type { SignInOptions } from '@/lib/contract/account'
import type { Chat } from '@/lib/contract/chat'
import { signInPath } from '@/lib/contract/own-path'
import { authCall } from './auth-call'
import { settleAccount } from './settle-person'

/** Calls that do not make a session where there is none. */
const withoutSession = () => createCalls()

type SignedIn = { user: { id: string } }

/** The ways to sign in here. Needs no session, and makes none. */
export function readSignInOptions(): Promise<SignInOptions> {
  return withoutSession().json('/api/sign-in-options')
}

/** Whether this browser's guest has chats, which come along at a sign-in. Makes no session. */
export async function hasGuestChats(): Promise<boolean> {
  const session = await authCall<{ user: { isAnonymous?: boolean | null } } | null>('/get-session')
  if (session?.user.isAnonymous !== true) return false
  const { chats } = await withoutSession().json<{ chats: Chat[] }>('/api/chats?limit=1')
  return chats.length > 0
}

/** Signs in. Returns whether another account was here before: its pages must not be shown any more. */
export async function signIn(credentials: {
  email: string
  password: string
}): Promise<{ isAnother: boolean }> {
  const { user } = await authCall<SignedIn>('/sign-in/email', credentials)
  return settleAccount(user.id)
}

/** Makes an account and signs in to it. Returns what {@link signIn} returns. */
export async function signUp(person: {
  name: string
  email: string
  password: string
}): Promise<{ isAnother: boolean }> {
  const { user } = await authCall<SignedIn>('/sign-up/email', person)
  return settleAccount(user.id)
}

/**
 * Whether the browser has a session: one that keeps no cookies has none even after a sign-in. Throws
 * `FullstopError`.
 */
export async function hasSession(): Promise<boolean> {
  return (await authCall<unknown>('/get-session')) !== null
}

/**
 * The address at GitHub or Google where a person consents, and which leads back here.
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

/** Sends a mail if there is an account with this address; the response does not tell whether there is. */
export async function requestPasswordReset(email: string): Promise<void> {
  await authCall('/request-password-reset', { email, redirectTo: '/reset-password' })
}

/** Sets a new password with the token from such a mail. */
export async function resetPassword(reset: { newPassword: string; token: string }): Promise<void> {
  await authCall('/reset-password', reset)
}
