import { betterAuth } from 'better-auth'
import { anonymous } from 'better-auth/plugins'
import { MAX_NAME_CHARACTERS } from '@/lib/contract/limits'
import { oneLine } from '@/lib/contract/one-line'
import type { Database } from '@/lib/db/database'
import type { Config } from '@/lib/platform/env'
import { newId } from '@/lib/platform/ids'
import { describeError, type Log } from '@/lib/platform/log'
import { accountMails } from './account-mails'
import type { Mailer } from './mail'
import { ownOriginsOf } from './own-origins'
import { sessionCookie } from './session-cookie'
import { keepRefusals, tellRefusals } from './tell-refusals'

const THIRTY_DAYS_IN_SECONDS = 30 * 24 * 60 * 60

const LONGEST_LOG_MESSAGE = 200

export type BetterAuthOptions = {
  database: Pick<Database, 'authAdapter'>
  secret: string
  config: Config
  mailer: Mailer | undefined
  log: Log
  onSessionEnded(sessionId: string): void
  /** Called when a guest signs up or in: everything of theirs is the account's then. */
  onGuestLinked(guestId: string, accountId: string): Promise<void>
  /** Called after a reset: somebody who knew the old password may have made keys with it. */
  onPasswordReset(personId: string): Promise<void>
}

/**
 * better-auth as Fullstop uses it: guests, passwords, and GitHub and Google where configured. Throws
 * `unavailable` where the database was held for too long.
 */
export function createBetterAuth(options: BetterAuthOptions) {
  const auth = configure(options)
  return {
    $context: auth.$context,
    handler: (request: Request) => tellRefusals(() => auth.handler(request)),
    api: {
      getSession: (call: { headers: Headers; query?: { disableRefresh?: boolean } }) =>
        tellRefusals(() => auth.api.getSession(call)),
    },
  }
}

export type BetterAuth = ReturnType<typeof createBetterAuth>

function configure(options: BetterAuthOptions) {
  const { database, secret, config, mailer, log } = options
  const { PUBLIC_URL: publicUrl } = config
  const { name: cookieName, secure } = sessionCookie(publicUrl)
  const disableSignUp = config.AUTH_SIGNUP === 'off'
  return betterAuth({
    secret,
    ...(publicUrl !== undefined && { baseURL: publicUrl }),
    basePath: '/api/auth',
    database: keepRefusals(database.authAdapter),
    plugins: [
      anonymous({
        // better-auth would also delete what the guest sends while everything moves.
        disableDeleteAnonymousUser: true,
        onLinkAccount: async ({ anonymousUser: { user: guest }, newUser: { user } }) => {
          if (user.id !== guest.id) await options.onGuestLinked(guest.id, user.id)
        },
      }),
    ],
    trustedOrigins: (request) => (request ? ownOriginsOf(request, publicUrl) : []),
    ...accountMails(
      mailer,
      { publicUrl: publicUrl ?? '', appName: config.APP_NAME },
      { disableSignUp, onPasswordReset: ({ user }) => options.onPasswordReset(user.id) },
    ),
    socialProviders: socialProviders(config, disableSignUp),
    // A person who signed in days ago may see where else they are signed in, too.
    session: { expiresIn: THIRTY_DAYS_IN_SECONDS, freshAge: 0 },
    databaseHooks: {
      user: {
        create: {
          // Pictures are never shown, and would be read with the row at each call.
          before: async (user) => ({
            data: { ...user, name: oneLine(user.name, MAX_NAME_CHARACTERS), image: null },
          }),
          after: async ({ id, isAnonymous }) => {
            log.info({ personId: id, guest: isAnonymous === true }, 'person made')
          },
        },
      },
      session: {
        create: {
          after: async ({ id, userId }) => {
            log.info({ personId: userId, credentialId: id }, 'signed in')
          },
        },
        delete: { after: async ({ id }) => options.onSessionEnded(id) },
      },
    },
    // All limits count in one place: lib/rate-limit.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'fullstop',
      // better-auth would prefix __Secure-, which a home network on plain http cannot use.
      useSecureCookies: false,
      // Our own check is the same for all calls, and lets programs in: lib/http/session/foreign-origin.ts.
      disableCSRFCheck: true,
      // Under NODE_ENV=test better-auth would not check where links lead.
      disableOriginCheck: false,
      cookies: {
        session_token: {
          name: cookieName,
          attributes: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
        },
      },
      database: { generateId: newId },
      ipAddress: { disableIpTracking: true },
    },
    logger: {
      level: 'error',
      log: (level, message, ...details) => {
        // The message may hold text of any length that a caller sent.
        const text = message.slice(0, LONGEST_LOG_MESSAGE)
        log[level]({ details: details.map(describeError) }, `better-auth: ${text}`)
      },
    },
  })
}

function socialProviders(config: Config, disableSignUp: boolean) {
  const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = config
  return {
    ...(GITHUB_CLIENT_ID !== undefined && {
      github: {
        clientId: GITHUB_CLIENT_ID,
        clientSecret: GITHUB_CLIENT_SECRET ?? '',
        disableSignUp,
      },
    }),
    ...(GOOGLE_CLIENT_ID !== undefined && {
      google: {
        clientId: GOOGLE_CLIENT_ID,
        clientSecret: GOOGLE_CLIENT_SECRET ?? '',
        disableSignUp,
      },
    }),
  }
}
