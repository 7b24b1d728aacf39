import type { SignInOptions } from '@/lib/contract/account'
import type { Chat } from '@/lib/contract/chat'
import { authCall } from './auth-call'
import { createCalls } from './calls'
import { rememberAccount } from './known-account'

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

export async function signIn(credentials: { email: string; password: string }): Promise<void> {
  const { user } = await authCall<SignedIn>('/sign-in/email', credentials)
  rememberAccount(user.id)
}

/** Makes an account and signs in to it. */
export async function signUp(person: {
  name: string
  email: string
  password: string
}): Promise<void> {
  const { user } = await authCall<SignedIn>('/sign-up/email', person)
  rememberAccount(user.id)
}

/** The address at GitHub or Google where one says yes. */
export async function socialSignInUrl(provider: SignInOptions['social'][number]): Promise<string> {
  const { url } = await authCall<{ url: string }>('/sign-in/social', {
    provider,
    callbackURL: '/',
    errorCallbackURL: '/sign-in',
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
