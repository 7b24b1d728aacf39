import type { OpenCall } from '@/lib/http/answer/answer-call'
import { takeLimit } from '@/lib/http/request/take-limit'
import { signedIn, type Call, type Context, type Needs, type Parameters } from './signed-in'

/** Lets in whoever may make this call, and counts it before `perform` reads anything of it. */
export function admitCall<P extends Parameters>(
  open: OpenCall,
  context: Context<P>,
  needs: Needs,
  perform: (call: Call<P>, admitted: () => Promise<void>) => Promise<Response>,
): Promise<Response> {
  const access = {
    needs,
    lookUp: (headers: Headers) => open.runtime.authentication.callerOf(headers),
  }
  return signedIn(open, context, access, async (call) => {
    if (needs.limit !== undefined) await takeLimit(call, needs.limit, { person: call.person.id })
    return perform(call, async () => {})
  })
}
