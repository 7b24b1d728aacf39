import type { Caller } from '@/lib/auth/person'
import { keyScopes, type KeyScope } from '@/lib/contract/account'
import {
  drainingError,
  FullstopError,
  isFullstopError,
  unauthenticatedError,
} from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import { withBody } from '@/lib/http/request/with-body'
import type { BodyBudgets } from '@/lib/runtime/body-budget'
import type { Verb } from '@/lib/verbs/define-verb'
import { refuseForeignOrigin } from './foreign-origin'
import { Revocation } from './revocation'

export type Parameters = Record<string, string>

/** What Next calls a handler of ours with. */
export type Context<P extends Parameters> = { params: Promise<P> }

/** The request of somebody who is signed in, and whose it is. */
export type Call<P extends Parameters, Person extends Caller = Caller> = OpenCall & {
  /** As it came, empty where there is none. */
  body: string
  parameters: P
  person: Person
  /**
   * Breaks the connection off when the session or the key of this call ends, or calls back where
   * that cannot be; until the result is called.
   */
  whenRevoked: (listener: () => void) => () => void
}

/** What a verb needs before it can be called. */
export type Needs = Pick<Verb<unknown, string, object, unknown>, 'scope' | 'limit' | 'largestInput'>

/** Who may call, and what they may bring. */
type Access<Person extends Caller> = {
  needs: Needs
  lookUp: (headers: Headers) => Promise<Person | undefined>
  /** Where its body finds room. */
  bodies?: keyof BodyBudgets
}

/** A body that takes longer is none that was sent at once, in milliseconds: much may have changed. */
const LONG_BODY_MS = 100

/**
 * Lets in a caller who is signed in, as `lookUp` tells, and may do this; hands the call to `handle`.
 * Throws `draining`, `forbidden`, `unauthenticated`, and what a body is refused for.
 */
export async function signedIn<P extends Parameters, Person extends Caller>(
  call: OpenCall,
  context: Context<P>,
  access: Access<Person>,
  handle: (call: Call<P, Person>) => Promise<Response>,
): Promise<Response> {
  const { request, runtime } = call
  if (runtime.draining) throw drainingError()
  refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
  return withBody(call, access.bodies ?? 'calls', async (takeBody) => {
    const lookUp = async () => {
      const found = await access.lookUp(request.headers)
      if (!found) throw unauthenticatedError()
      return found
    }
    // Nothing is read of a body before it is known whose it is.
    let person = await lookUp()
    const revocation = new Revocation(call, person.credentialId)
    try {
      refuseNarrowScope(person.scope, access.needs.scope)
      const beganAt = runtime.clock.monotonic()
      const body = await takeBody(access.needs.largestInput)
      // It may have been held back until the session had long ended.
      if (runtime.clock.monotonic() - beganAt > LONG_BODY_MS) person = await lookUp()
      if (revocation.hasEnded) throw unauthenticatedError()
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
  })
}

function refuseNarrowScope(scope: KeyScope, needed: KeyScope): void {
  if (keyScopes.indexOf(scope) >= keyScopes.indexOf(needed)) return
  throw new FullstopError('forbidden', `This request needs an API key with the scope ${needed}.`)
}

/** Every parameter in a path of ours is an ID. */
function refuseMalformedIds(parameters: Parameters): void {
  for (const [field, value] of Object.entries(parameters)) {
    if (!idSchema.safeParse(value).success) {
      throw new FullstopError('bad_request', `${field} is not a valid ID.`, { field })
    }
  }
}
