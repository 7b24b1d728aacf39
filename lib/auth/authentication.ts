import type { Bus } from '@/lib/bus/bus'
import type { SignInOptions } from '@/lib/contract/account'
import { unauthenticatedError, unavailableError } from '@/lib/contract/fullstop-error'
import type { AccountRecord } from '@/lib/db/accounts'
import type { Database } from '@/lib/db/database'
import { within, type Clock } from '@/lib/platform/clock'
import { describeError } from '@/lib/platform/log'
import { sendAddressChange } from './address-change'
import { bearerOf, hashOfApiKey } from './api-key'
import { createBetterAuth, type BetterAuthOptions } from './better-auth'
import { CredentialEnds } from './credential-ends'
import { GoodCallers } from './good-callers'
import type { Caller, Person, Stopper } from './person'
import { sessionCookie, sessionCookiesIn } from './session-cookie'
import { sessionOfCookie } from './session-of-cookie'

export interface Authentication {
  /** Answers better-auth's own calls, `/api/auth/*`. */
  handle(request: Request): Promise<Response>
  /** The caller by the API key or the session cookie in the headers; undefined if it is not valid. */
  callerOf(headers: Headers): Promise<Caller | undefined>
  /**
   * Like `callerOf`, for a stop, which must not wait: after 200 ms, or where the look-up fails, the caller
   * who was good with the same credential within the last minute. Throws `unavailable` if there is none
   * and the look-up does not answer.
   */
  stopperOf(headers: Headers): Promise<Stopper | undefined>
  /** The account of the session in the cookie, also a guest's where guests are not let in. */
  accountOf(headers: Headers): Promise<AccountRecord | undefined>
  /** Calls back when this session or key ends, until the result is called. */
  whenEnded(credentialId: string, listener: () => void): () => void
  /** Tells everybody who reads by these sessions and keys, on every server, that they have ended. */
  announceEnds(credentialIds: readonly string[]): void
  /** Whether this is the person's password; true for a person without one. */
  isPasswordOf(personId: string, password: string | undefined): Promise<boolean>
  /**
   * Asks at the new address by mail whether it is this account's, and tells the old address, if that is
   * proved. The call does not wait for the mails: its duration would tell whether the address is taken.
   */
  confirmAddress(account: AccountRecord, email: string): void
  readonly signInOptions: SignInOptions
}

/** The shortest time between two writes of a key's last use, in milliseconds. */
const LAST_USE_MS = 60_000

/** The shortest time between two writes of a session's last use, in milliseconds. */
const SESSION_USE_MS = 24 * 60 * 60 * 1000

/** The longest that a stop waits to know its caller, and then to be certain of them, in milliseconds. */
const STOPPER_MS = 200
const CERTAIN_MS = 2_000

type Options = Omit<BetterAuthOptions, 'onSessionEnded' | 'onPasswordReset' | 'onGuestLinked'> & {
  /** Moves everything of a guest to an account; returns the sessions and keys that end by that. */
  onGuestLinked(guestId: string, accountId: string): Promise<readonly string[]>
  database: Pick<Database, 'accounts' | 'keys' | 'authAdapter'>
  bus: Bus
  clock: Clock
}

/** Sessions by cookie through better-auth, and API keys of our own. */
export function createAuthentication(options: Options): Authentication {
  const { config, database, bus, clock, log } = options
  const goodCallers = new GoodCallers(clock)
  const ends = new CredentialEnds({
    bus,
    accounts: database.accounts,
    clock,
    log,
    onEnded: (credentialId) => {
      goodCallers.forget(credentialId)
    },
  })
  const { name: cookieName } = sessionCookie(config.PUBLIC_URL)
  const auth = createBetterAuth({
    ...options,
    onSessionEnded: (sessionId) => {
      ends.announce([sessionId])
    },
    async onGuestLinked(guestId, accountId) {
      await endKeys(guestId)
      ends.announce(await options.onGuestLinked(guestId, accountId))
    },
    onPasswordReset: endKeys,
  })

  async function endKeys(personId: string): Promise<void> {
    const ended = await database.keys.deleteAll(personId)
    for (const keyId of ended) log.info({ personId, keyId }, 'key ended')
    ends.announce(ended)
  }

  /** Writes after the call: nobody waits for that, or is refused where it fails. */
  function noteUse(write: () => Promise<unknown>): void {
    clock.after(0, () => {
      write().catch((error: unknown) => {
        log.warn({ error: describeError(error) }, 'noting the last use of a session or key failed')
      })
    })
  }

  async function callerByKey(key: string): Promise<Caller | undefined> {
    const found = await database.keys.findByHash(hashOfApiKey(key))
    const person = found && personOf(found.owner)
    if (!person) return undefined
    const now = clock.now()
    if (now - (found.lastUsedAt ?? 0) >= LAST_USE_MS) {
      noteUse(() => database.keys.markUsed(found.id, now))
    }
    return { ...person, credentialId: found.id, scope: found.scope }
  }

  async function callerByCookie(
    headers: Headers,
    remembered: Caller | undefined,
  ): Promise<Caller | undefined> {
    const { accounts } = database
    const session = await sessionOfCookie(
      { auth, accounts, clock, cookieName },
      headers,
      remembered,
    )
    const person = session && personOf(session.person)
    if (!person) return undefined
    if (clock.now() - session.usedAt >= SESSION_USE_MS) {
      noteUse(() => auth.api.getSession({ headers }))
    }
    return { ...person, credentialId: session.id, scope: 'admin' }
  }

  function credentialIn(headers: Headers): string {
    const authorization = headers.get('authorization')
    return authorization === null
      ? `cookie ${sessionCookiesIn(headers, cookieName)}`
      : `key ${bearerOf(authorization)}`
  }

  function callerOf(headers: Headers): Promise<Caller | undefined> {
    const authorization = headers.get('authorization')
    return goodCallers.watch(credentialIn(headers), (remembered) =>
      authorization === null
        ? callerByCookie(headers, remembered)
        : callerByKey(bearerOf(authorization)),
    )
  }

  /** Guests are nobody where they are not let in. An address makes an owner only once it is proved. */
  function personOf(record: AccountRecord): Person | undefined {
    const { id, guest, owner, email, emailVerified } = record
    if (guest && config.AUTH_GUESTS === 'off') return undefined
    return { id, guest, admin: owner || (emailVerified && email === config.OWNER_EMAIL) }
  }

  return {
    handle: (request) => auth.handler(request),
    callerOf,
    async stopperOf(headers) {
      const lookingUp = callerOf(headers).then(
        (caller) => ({ caller }),
        (error: unknown) => {
          log.warn({ error: describeError(error) }, 'looking up who stops failed')
          return undefined
        },
      )
      // A busy server is slow to answer, too: only the abort itself goes ahead without the answer.
      const answered = async () => {
        const found = await within(clock, CERTAIN_MS, lookingUp)
        if (!found) throw unavailableError()
        return found.caller
      }
      const found = await within(clock, STOPPER_MS, lookingUp)
      const remembered = found ? undefined : goodCallers.find(credentialIn(headers))
      if (remembered) {
        return { ...remembered, confirmed: async () => refuseNobody(await answered()) }
      }
      const caller = found ? found.caller : await answered()
      return caller && { ...caller, confirmed: async () => {} }
    },
    async accountOf(headers) {
      const found = await auth.api.getSession({ headers })
      return found ? database.accounts.find(found.user.id) : undefined
    },
    whenEnded: (credentialId, listener) => ends.when(credentialId, listener),
    announceEnds: (credentialIds) => {
      ends.announce(credentialIds)
    },
    async isPasswordOf(personId, password) {
      const { internalAdapter, password: hashing } = await auth.$context
      const accounts = await internalAdapter.findAccounts(personId)
      const hash = accounts.find(({ providerId }) => providerId === 'credential')?.password
      if (!hash) return true
      return password !== undefined && hashing.verify({ hash, password })
    },
    confirmAddress(account, email) {
      const { mailer } = options
      if (!mailer) return
      const { PUBLIC_URL: publicUrl = '', APP_NAME: appName } = config
      const server = { mailer, publicUrl, appName, secret: options.secret }
      sendAddressChange(account, email, server).catch((error: unknown) => {
        const { id: personId } = account
        log.error({ personId, error: describeError(error) }, 'asking a new address failed')
      })
    },
    signInOptions: {
      guests: config.AUTH_GUESTS === 'on',
      signUp: config.AUTH_SIGNUP === 'on',
      mail: options.mailer !== undefined,
      social: [
        ...(config.GITHUB_CLIENT_ID === undefined ? [] : (['github'] as const)),
        ...(config.GOOGLE_CLIENT_ID === undefined ? [] : (['google'] as const)),
      ],
    },
  }
}

function refuseNobody(caller: Caller | undefined): void {
  if (!caller) throw unauthenticatedError()
}
