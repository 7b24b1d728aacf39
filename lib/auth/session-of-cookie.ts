import type { SignedInSession } from '@/lib/db/accounts'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { BetterAuth } from './better-auth'
import type { Caller } from './person'
import { withSessionCookiesOnly } from './session-cookie'

/**
 * The session that the cookie in the headers names, unless it has ended or expired. better-auth proves a
 * cookie, which takes longer than most calls, and not again for the caller `remembered` by it: a cookie
 * always names the same session. The session and its person are read at each call, so that an end or a
 * change counts from the next call on, whichever server it came to.
 */
export async function sessionOfCookie(
  {
    auth,
    accounts,
    clock,
    cookieName,
  }: { auth: BetterAuth; accounts: Database['accounts']; clock: Clock; cookieName: string },
  given: Headers,
  remembered: Caller | undefined,
): Promise<SignedInSession | undefined> {
  const sessionWithId = async (id: string) => {
    const session = await accounts.findSession(id)
    return session && session.expiresAt > clock.now() ? session : undefined
  }
  const known = remembered && (await sessionWithId(remembered.credentialId))
  if (known) return known
  // better-auth also reads cookies written in odd ways, by which no caller is remembered.
  const headers = withSessionCookiesOnly(given, cookieName)
  const proved = await auth.api.getSession({ headers, query: { disableRefresh: true } })
  return proved ? sessionWithId(proved.session.id) : undefined
}
