import type { Caller } from '@/lib/auth/person'
import { keyScopes, type KeyScope } from '@/lib/contract/account'
import { drainingError, FullstopError, isFullstopError } from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import type { LimitName } from '@/lib/rate-limit/limits'
import { answer, type OpenCall } from './answer'
import { clientAddressOf } from './client-address'
import { refuseForeignOrigin } from './foreign-origin'
import { rateLimited, rateLimitHeaders } from './rate-limit-headers'
import { readText } from './read-body'
import { Revocation } from './revocation'

type Parameters = Record<string, string>

/** What a handler gets: the request, whose it is, and what it needs to answer. */
export type Call<P extends Parameters> = OpenCall & {
  /** What `readBody` reads. */
  body: string
  parameters: P
  person: Caller
  /**
   * Breaks the connection off when the session or the key of this call ends, or calls back where
   * that cannot be; until the result is called.
   */
  whenRevoked: (listener: () => void) => () => void
}

type RouteOptions = {
  /** What an API key has to allow; reading for a `GET`, else changing chats. */
  needs?: KeyScope
  limit?: LimitName
}

/** A handler for who is signed in; every other caller is `unauthenticated`. */
export function route<P extends Parameters = Record<never, string>>(
  handler: (call: Call<P>) => Promise<Response>,
  options: RouteOptions = {},
): (request: Request, context: { params: Promise<P> }) => Promise<Response> {
  return (request, context) =>
    answer(request, async (call) => {
      const { runtime } = call
      if (runtime.draining) throw drainingError()
      refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
      const body = await readText(request)
      // Not before the body is here: it may be held back until the session has long ended.
      const person = await runtime.authentication.callerOf(request.headers)
      if (!person) throw new FullstopError('unauthenticated', 'Sign in first.')
      const revocation = new Revocation(call, person.credentialId)
      try {
        refuseNarrowScope(person.scope, options.needs ?? usualNeed(request))
        if (options.limit !== undefined) await takeLimit(call, options.limit, { person: person.id })
        // Next gives a route without parameters none at all.
        const parameters = { ...(await context.params) }
        refuseMalformedIds(parameters)
        const { when: whenRevoked } = revocation
        return await handler({ ...call, body, parameters, person, whenRevoked })
      } catch (error) {
        // Whoever was deleted meanwhile, or is a guest no more, has nothing that could be written to.
        const isThere = isFullstopError(error) || (await runtime.database.accounts.find(person.id))
        throw isThere ? error : new FullstopError('unauthenticated', 'Sign in first.')
      } finally {
        revocation.forget()
      }
    })
}

/** A handler for anybody. */
export function openRoute(
  handler: (call: OpenCall) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answer(request, handler)
}

/** Counts the call, of this person or account and of its address, or throws `rate_limited`. */
export async function takeLimit(
  { request, runtime, responseHeaders }: OpenCall,
  name: LimitName,
  counted: { person?: string; account?: string },
): Promise<void> {
  const address = clientAddressOf(request, runtime.config.TRUST_PROXY)
  const report = await runtime.rateLimits.take(name, {
    ...counted,
    ...(address !== undefined && { address }),
  })
  if (!report) return
  for (const [header, value] of Object.entries(rateLimitHeaders(report))) {
    responseHeaders.set(header, value)
  }
  if (report.exceeded) throw rateLimited(report)
}

function usualNeed({ method }: Request): KeyScope {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'chat'
}

function refuseNarrowScope(scope: KeyScope, needed: KeyScope): void {
  if (keyScopes.indexOf(scope) >= keyScopes.indexOf(needed)) return
  throw new FullstopError('forbidden', `This needs an API key with the scope ${needed}.`)
}

/** Every parameter in a path of ours is an ID. */
function refuseMalformedIds(parameters: Parameters): void {
  for (const [field, value] of Object.entries(parameters)) {
    if (!idSchema.safeParse(value).success) {
      throw new FullstopError('bad_request', `${field} is not an ID.`, { field })
    }
  }
}
