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

export interface Authentication {
  /** better-auth's own wire, `/api/auth/*`. */
  handle(request: Request): Promise<Response>
  /** Who calls with the API key or the session cookie that the headers carry, if it is valid. */
  callerOf(headers: Headers): Promise<Caller | undefined>
  /**
   * The same for a stop, which must not wait: after 200 ms, or where the look-up fails, whoever was
   * good with that within the last minute. Throws `unavailable` where that was nobody, and the
   * look-up does not answer.
   */
  stopperOf(headers: Headers): Promise<Stopper | undefined>
  /** Whose session the cookie is of: a guest's also where guests are not let in. */
  accountOf(headers: Headers): Promise<AccountRecord | undefined>
  /** Calls back when this session or key ends, until the result is called. */
  whenEnded(credentialId: string, listener: () => void): () => void
  /** Tells who reads by this session or key that it has ended. */
  announceEnd(credentialId: string): void
  /** Whether this is the person's password; true for one who has none. */
  isPasswordOf(personId: string, password: string | undefined): Promise<boolean>
  /**
   * Asks by mail, at the new address, whether it is this account's, and tells a proved old one of it:
   * beside the call, for how long that takes tells whether the address is taken.
   */
  confirmAddress(account: AccountRecord, email: string): void
  readonly signInOptions: SignInOptions
}

/** How exactly the last use of a key is kept, in milliseconds: not each use is worth a write. */
const LAST_USE_MS = 60_000

/** How old the last use of a session may get before it is written down, in milliseconds. */
const SESSION_USE_MS = 24 * 60 * 60 * 1000

/** How long a stop waits to know its caller, in milliseconds, and how much longer to be certain. */
const STOPPER_MS = 200
const CERTAIN_MS = 2_000

type Options = Omit<BetterAuthOptions, 'onSessionEnded' | 'onPasswordReset'> & {
  database: Pick<Database, 'accounts' | 'keys' | 'authAdapter'>
  clock: Clock
}

/** Sessions by cookie through better-auth, and API keys of our own. */
export function createAuthentication(options: Options): Authentication {
  const { config, database, clock, log } = options
  const ends = new CredentialEnds()
  const goodCallers = new GoodCallers(clock)
  const { name: cookieName } = sessionCookie(config.PUBLIC_URL)
  const auth = createBetterAuth({
    ...options,
    onSessionEnded: announceEnd,
    async onGuestLinked(guestId, accountId) {
      await endKeys(guestId)
      await options.onGuestLinked(guestId, accountId)
    },
    onPasswordReset: endKeys,
  })

  async function endKeys(personId: string): Promise<void> {
    for (const keyId of await database.keys.deleteAll(personId)) {
      log.info({ personId, keyId }, 'key ended')
      announceEnd(keyId)
    }
  }

  function announceEnd(credentialId: string): void {
    goodCallers.forget(credentialId)
    ends.announce(credentialId)
  }

  /** Beside the call: nobody waits for it, or is refused where it fails. */
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

  async function callerByCookie(headers: Headers): Promise<Caller | undefined> {
    const found = await auth.api.getSession({ headers, query: { disableRefresh: true } })
    if (!found) return undefined
    if (clock.now() - found.session.updatedAt.getTime() >= SESSION_USE_MS) {
      noteUse(() => auth.api.getSession({ headers }))
    }
    const account = await database.accounts.find(found.user.id)
    const person = account && personOf(account)
    return person && { ...person, credentialId: found.session.id, scope: 'admin' }
  }

  function credentialIn(headers: Headers): string {
    const authorization = headers.get('authorization')
    return authorization === null
      ? `cookie ${sessionCookiesIn(headers, cookieName)}`
      : `key ${bearerOf(authorization)}`
  }

  function callerOf(headers: Headers): Promise<Caller | undefined> {
    const authorization = headers.get('authorization')
    return goodCallers.watch(credentialIn(headers), () =>
      authorization === null ? callerByCookie(headers) : callerByKey(bearerOf(authorization)),
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
      // A server that is busy takes its time, too: only what must not wait goes without the answer.
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
    announceEnd,
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
