import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { signInPath } from '@/lib/contract/own-path'
import { hasSessionCookie } from '@/lib/http/session/has-session-cookie'
import { readConfig } from '@/lib/platform/env'
import { PAGE_PATH_HEADER } from './page-path-header'

/**
 * Whether the request for a page has a session. Where guests are not let in, a visitor without one is
 * led to sign in, and from there back, before the page is made: its first call could only be refused.
 */
export async function beginVisit(): Promise<{ hasSession: boolean }> {
  const hasSession = await hasSessionCookie()
  if (!hasSession && readConfig().AUTH_GUESTS === 'off') {
    redirect(signInPath((await headers()).get(PAGE_PATH_HEADER)))
  }
  return { hasSession }
}
