import type { SignInOptions } from '@/lib/contract/account'
import { ApiError, apiErrorOf } from './api-error'
import { withBody } from './calls'
import { knownAccount } from './known-account'
import { leaveFor, SIGN_IN_PATH } from './leave-for'

/** What better-auth says of the session, as far as it is read here. */
type FoundSession = { user?: { isAnonymous?: boolean | null } } | null

/**
 * Makes sure of a session, once for all tabs: who finds the lock taken waits, and has the cookie of
 * the other tab when it is free. Who needs an account is led to the page where one signs in.
 */
export async function signInAsGuest(): Promise<void> {
  // Waited for without the lock: the other tabs have to find their way, too.
  if (!(await withLock(findOrMakeSession))) await leaveFor(SIGN_IN_PATH)
}

/** False where only an account will do. */
async function findOrMakeSession(): Promise<boolean> {
  const response = await request('/api/auth/get-session')
  const session = response.ok ? ((await response.json()) as FoundSession) : null
  if (session !== null) return session.user?.isAnonymous !== true || guestsAreLetIn()
  if (knownAccount() !== null) return false
  return makeGuest()
}

async function makeGuest(): Promise<boolean> {
  const response = await request('/api/auth/sign-in/anonymous', withBody('POST', {}))
  if (response.ok) return true
  const error = await apiErrorOf(response)
  if (error.code === 'forbidden') return false
  throw error
}

/** A guest's session outlives the day on which the server let guests in. */
async function guestsAreLetIn(): Promise<boolean> {
  const response = await request('/api/sign-in-options')
  if (!response.ok) throw await apiErrorOf(response)
  return ((await response.json()) as SignInOptions).guests
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new ApiError('unreachable', 'The server could not be reached.')
  }
}

/** Browsers have locks on https and localhost only; elsewhere one tab is as good as it gets. */
async function withLock<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  return navigator.locks.request('fullstop-guest', work)
}
