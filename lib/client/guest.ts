import { ApiError, apiErrorOf } from './api-error'

/**
 * Makes a guest, once for all tabs: who finds the lock taken waits, and has the cookie of the
 * other tab when it is free.
 */
export async function signInAsGuest(): Promise<void> {
  await withLock(async () => {
    const session = await request('/api/auth/get-session')
    if (session.ok && (await session.json()) !== null) return
    const response = await request('/api/auth/sign-in/anonymous', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    if (!response.ok) throw await apiErrorOf(response)
  })
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new ApiError('unreachable', 'The server could not be reached.')
  }
}

/** Browsers have locks on https and localhost only; elsewhere one tab is as good as it gets. */
async function withLock(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request('fullstop-guest', work)
}
