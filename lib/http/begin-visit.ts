import { redirect } from 'next/navigation'
import { readConfig } from '@/lib/platform/env'
import { hasSessionCookie } from './has-session-cookie'

/**
 * Whether a page is asked for with a session. Who has none, where guests are not let in, is led to
 * sign in before the page is made: its first call could only be refused.
 */
export async function beginVisit(): Promise<{ hasSession: boolean }> {
  const hasSession = await hasSessionCookie()
  if (!hasSession && readConfig().AUTH_GUESTS === 'off') redirect('/sign-in')
  return { hasSession }
}
