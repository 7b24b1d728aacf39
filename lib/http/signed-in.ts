import type { Caller } from '@/lib/auth/person'
import { keyScopes, type KeyScope } from '@/lib/contract/account'
import {
  drainingError,
  FullstopError,
  isFullstopError,
  unauthenticatedError,
} from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import type { OpenCall } from './answer'
import { refuseForeignOrigin } from './foreign-origin'
import { readText } from './read-body'
import { Revocation } from './revocation'

export type Parameters = Record<string, string>

/** What Next calls a handler of ours with. */
export type Context<P extends Parameters> = { params: Promise<P> }

/** What a handler gets: the request, whose it is, and what it needs to answer. */
export type Call<P extends Parameters, Person extends Caller = Caller> = OpenCall & {
  /** What `readBody` reads. */
  body: string
  parameters: P
  person: Person
  /**
   * Breaks the connection off when the session or the key of this call ends, or calls back where
   * that cannot be; until the result is called.
   */
  whenRevoked: (listener: () => void) => () => void
}

/**
 * Lets in a caller who is signed in, as `lookUp` tells, and may do this; hands the call to `handle`.
 * Throws `draining`, `forbidden`, `too_large`, `unauthenticated` and `bad_request`.
 */
export async function signedIn<P extends Parameters, Person extends Caller>(
  call: OpenCall,
  context: Context<P>,
  access: { needs: KeyScope; lookUp: (headers: Headers) => Promise<Person | undefined> },
  handle: (call: Call<P, Person>) => Promise<Response>,
): Promise<Response> {
  const { request, runtime } = call
  if (runtime.draining) throw drainingError()
  refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
  const body = await readText(request)
  // Not before the body is here: it may be held back until the session has long ended.
  const person = await access.lookUp(request.headers)
  if (!person) throw unauthenticatedError()
  const revocation = new Revocation(call, person.credentialId)
  try {
    refuseNarrowScope(person.scope, access.needs)
    // Next gives a route without parameters none at all.
    const parameters = { ...(await context.params) }
    refuseMalformedIds(parameters)
    const { when: whenRevoked } = revocation
    return await handle({ ...call, body, parameters, person, whenRevoked })
  } catch (error) {
    // Whoever was deleted meanwhile, or is a guest no more, has nothing that could be written to.
    const isThere = isFullstopError(error) || (await runtime.database.accounts.find(person.id))
    throw isThere ? error : unauthenticatedError()
  } finally {
    revocation.forget()
  }
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
