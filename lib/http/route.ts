import type { KeyScope } from '@/lib/contract/account'
import type { LimitName } from '@/lib/rate-limit/limits'
import { answer, type OpenCall } from './answer'
import { signedIn, type Call, type Context, type Parameters } from './signed-in'
import { takeLimit } from './take-limit'

type RouteOptions = {
  /** What an API key has to allow; reading for a `GET`, else changing chats. */
  needs?: KeyScope
  /** What it is counted in; that of changes, where it changes something, unless given. */
  limit?: LimitName
  /** The largest body that it may bring, in bytes, where that is more than usual. */
  largestBody?: number
}

/** A handler for who is signed in; every other caller is `unauthenticated`. */
export function route<P extends Parameters = Record<never, string>>(
  handler: (call: Call<P>) => Promise<Response>,
  { needs, limit, largestBody }: RouteOptions = {},
): (request: Request, context: Context<P>) => Promise<Response> {
  return (request, context) =>
    answer(request, (open) => {
      const access = {
        needs: needs ?? usualNeed(request),
        largestBody,
        lookUp: (headers: Headers) => open.runtime.authentication.callerOf(headers),
      }
      return signedIn(open, context, access, async (call) => {
        const counted = limit ?? (isReading(request) ? undefined : 'changes')
        if (counted !== undefined) await takeLimit(call, counted, { person: call.person.id })
        return handler(call)
      })
    })
}

/** A handler for anybody. */
export function openRoute(
  handler: (call: OpenCall) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answer(request, handler)
}

function usualNeed(request: Request): KeyScope {
  return isReading(request) ? 'read' : 'chat'
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
