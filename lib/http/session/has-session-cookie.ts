import { cookies } from 'next/headers'
import { sessionCookie } from '@/lib/auth/session-cookie'
import { readConfig } from '@/lib/platform/env'

/**
 * Whether the request for this page has the cookie of a session, which may have ended. The session is
 * not looked up: the page's calls do that, and a page costs no read.
 */
export async function hasSessionCookie(): Promise<boolean> {
  return (await cookies()).has(sessionCookie(readConfig().PUBLIC_URL).name)
}
