import type { KeyScope } from '@/lib/contract/account'
import type { LimitName } from '@/lib/rate-limit/limits'
import { answer, type OpenCall } from './answer'
import { signedIn, type Call, type Context, type Parameters } from './signed-in'
import { takeLimit } from './take-limit'

type RouteOptions = {
  /** What an API key has to allow; reading for a `GET`, else changing chats. */
  needs?: KeyScope
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
        if (limit !== undefined) await takeLimit(call, limit, { person: call.person.id })
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

function usualNeed({ method }: Request): KeyScope {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'chat'
}
