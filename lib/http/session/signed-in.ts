import { admit } from '@/lib/admission/admit'
import type { KnownCall } from '@/lib/admission/arrival'
import { errorOfCall, logRefusedStop } from '@/lib/admission/errors-of-calls'
import type { Needs } from '@/lib/admission/scope'
import type { Caller } from '@/lib/auth/person'
import { drainingError } from '@/lib/contract/fullstop-error'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import { arrivalOf } from '@/lib/http/request/arrival-of'
import { withBody } from '@/lib/http/request/with-body'
import type { Verb } from '@/lib/verbs/define-verb'
import { refuseForeignOrigin } from './foreign-origin'

export type Parameters = Record<string, string>

/** The request of a caller who was let in. */
export type Call<P extends Parameters> = OpenCall & {
  /** The text of the body, empty where there is none. */
  body: string
  parameters: P
  person: Caller
  /**
   * Breaks the connection off when the session or the key of this call ends, or calls back where
   * that cannot be done, until the result is called.
   */
  whenRevoked: (listener: () => void) => () => void
}

type HttpNeeds = Needs & Pick<Verb<unknown, string, object, unknown>, 'isLong' | 'largestInput'>

/**
 * Lets in the caller of a request, then reads its body, and hands both to `handle`. Throws `draining`,
 * `forbidden`, `unauthenticated`, and the errors of {@link withBody}.
 */
export async function signedIn<P extends Parameters>(
  open: OpenCall,
  parameters: P,
  needs: HttpNeeds,
  handle: (call: Call<P>, known: KnownCall) => Promise<Response>,
): Promise<Response> {
  const { request, runtime } = open
  const arrival = arrivalOf(open)
  let isLetIn = false
  try {
    if (runtime.closing || (runtime.draining && needs.isLong === true)) throw drainingError()
    refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
    const bodies = needs.isStop === true ? 'stops' : 'calls'
    return await withBody(open, arrival.address, bodies, async (takeBody) => {
      // No body is read before its caller is known.
      const admission = await admit(runtime, arrival, needs)
      try {
        const body = await takeBody(needs.largestInput)
        const person = await admission.stillCaller()
        isLetIn = true
        const { whenRevoked } = admission
        const call = { ...open, body, parameters, person, whenRevoked }
        return await handle(call, { ...arrival, caller: person })
      } catch (error) {
        throw await errorOfCall(runtime, admission.caller.id, error)
      } finally {
        admission.forget()
      }
    })
  } catch (error) {
    // A caller who was let in calls a verb, which tells the log itself.
    if (needs.isStop === true && !isLetIn) logRefusedStop(runtime.log, parameters, error)
    throw error
  }
}
