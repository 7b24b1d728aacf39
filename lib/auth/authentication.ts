import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { anonymous } from 'better-auth/plugins'
import * as schema from '@/lib/db/schema'
import type { Connection } from '@/lib/db/sqlite/connection'
import { newId } from '@/lib/platform/ids'
import { describeError, type Log } from '@/lib/platform/log'
import { ownOriginOf } from './own-origin'
import type { Person } from './person'

export interface Authentication {
  /** better-auth's own wire, `/api/auth/*`. */
  handle(request: Request): Promise<Response>
  /** The person whose session cookie the headers carry, if it is valid. */
  personOf(headers: Headers): Promise<Person | undefined>
}

const THIRTY_DAYS_IN_SECONDS = 30 * 24 * 60 * 60

/** Guests with a session cookie, `__Host-fullstop` behind https and `fullstop` otherwise. */
export function createAuthentication(options: {
  connection: Connection
  secret: string
  publicUrl: string | undefined
  log: Log
}): Authentication {
  const { connection, secret, publicUrl, log } = options
  const secure = publicUrl?.startsWith('https:') ?? false
  const auth = betterAuth({
    secret,
    ...(publicUrl !== undefined && { baseURL: publicUrl }),
    basePath: '/api/auth',
    database: drizzleAdapter(connection, { provider: 'sqlite', schema, usePlural: true }),
    // Deleting a person has to stop their streams first; that call comes with accounts.
    plugins: [anonymous({ disableDeleteAnonymousUser: true })],
    trustedOrigins: (request) => (request ? [ownOriginOf(request, publicUrl)] : []),
    session: { expiresIn: THIRTY_DAYS_IN_SECONDS },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'fullstop',
      // better-auth would prefix __Secure-, which a home network on plain http cannot use.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: secure ? '__Host-fullstop' : 'fullstop',
          attributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
        },
      },
      database: { generateId: newId },
      ipAddress: { disableIpTracking: true },
    },
    logger: {
      level: 'error',
      log: (level, message, ...details) => {
        log[level]({ details: details.map(describeError) }, `better-auth: ${message}`)
      },
    },
  })

  return {
    handle: (request) => auth.handler(request),
    async personOf(headers) {
      const session = await auth.api.getSession({ headers })
      return session ? { id: session.user.id, guest: session.user.isAnonymous ?? false } : undefined
    },
  }
}
