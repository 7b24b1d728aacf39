import { withBody } from '@/client/calls'
import { errorOf, FullstopError } from '@/client/error'
import { withBrowserLock } from '@/lib/client/browser/browser-locks'
import { knownAccount, knownGuest, rememberGuest } from '@/lib/client/browser/known-account'
import type { SignInOptions } from '@/lib/contract/account'
import { leaveForSignIn } from './leave-for'
import type { GuestSession } from './session-calls'

/** The part of better-auth's session that is read here. */
type FoundSession = { user?: { id?: string; isAnonymous?: boolean | null } } | null

/**
 * Makes sure of a session, once for all tabs: a tab that finds the lock taken waits, and then has the
 * cookie of the other tab. A person who needs an account is led to the sign-in page.
 */
export async function signInAsGuest({
  wasServed = false,
}: {
  /** Whether this page shows somebody's chats already. */
  wasServed?: boolean
} = {}): Promise<GuestSession> {
  const find = () => findOrMakeSession(wasServed)
  // The lock is free again by now, so that the other tabs can leave, too.
  const session = await withBrowserLock('fullstop-guest', find, find)
  return session === 'account wanted' ? leaveForSignIn() : session
}

async function findOrMakeSession(wasServed: boolean): Promise<GuestSession | 'account wanted'> {
  const response = await request('/api/auth/get-session')
  // A failed answer does not say that a session has ended.
  if (!response.ok) throw await errorOf(response)
  const session = (await response.json()) as FoundSession
  if (session !== null) {
    const isLetIn = session.user?.isAnonymous !== true || (await guestsAreLetIn())
    return isLetIn ? 'found' : 'account wanted'
  }
  if (knownAccount() !== null) return 'account wanted'
  return wasServed ? 'guest ended' : makeGuest()
}

async function makeGuest(): Promise<'made' | 'replaced' | 'account wanted'> {
  const response = await request('/api/auth/sign-in/anonymous', withBody('POST', {}))
  if (!response.ok) {
    const error = await errorOf(response)
    if (error.code === 'forbidden') return 'account wanted'
    throw error
  }
  const { user } = (await response.json()) as NonNullable<FoundSession>
  const before = knownGuest()
  if (user?.id !== undefined) rememberGuest(user.id)
  return before === null ? 'made' : 'replaced'
}

/** A guest's session may outlive the time in which the server lets guests in. */
async function guestsAreLetIn(): Promise<boolean> {
  const response = await request('/api/sign-in-options')
  return ((await response.json()) as SignInOptions).guests
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new FullstopError('unreachable', 'Could not reach the server.')
  }
}
