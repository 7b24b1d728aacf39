import { checked } from '@/lib/http/request/checked'
import { clientAddressOf } from '@/lib/http/request/client-address'
import { bodyOf } from '@/lib/http/request/read-body'
import { queryOf } from '@/lib/http/request/read-query'
import { takeLimit } from '@/lib/http/request/take-limit'
import type { Call } from '@/lib/http/session/signed-in'
import type { Runtime } from '@/lib/runtime/runtime'
import type { Verb } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'

/** What HTTP has of its own about a verb, where that is not the usual. */
export type Wire<Ids extends string, Output> = {
  /** The input as it came; from the query of a `GET` and from any other body, unless given. */
  read?: (call: Call<Record<Ids, string>>) => unknown
  /** What is said of its answer: that as JSON, or 204 where there is none, unless given. */
  respond?: (output: Output, call: Call<Record<Ids, string>>) => Response | Promise<Response>
}

/** Reads the input of a verb, counts it where that costs, calls it once, and responds. */
export async function performVerb<Ids extends string, Input extends object, Output>(
  verb: Verb<Runtime, Ids, Input, Output>,
  { read = usualInput(verb), respond = respondWith() }: Wire<Ids, Output>,
  call: Call<Record<Ids, string>>,
  admitted: () => Promise<void>,
): Promise<Response> {
  const { request, runtime, parameters } = call
  const input = checked(verb.input, read(call))
  const { id, guest, admin } = call.person
  const address = clientAddressOf(request, runtime.config.TRUST_PROXY)
  const caller = { id, guest, admin, address }
  const charge = verb.charge?.(input, { caller, bytes: Buffer.byteLength(call.body) })
  // Nothing may be waited for here without need: a stop acts in the step in which it is called.
  if (charge) await takeLimit(call, charge.limit, { person: id }, charge.points)
  const log = runtime.log.child({ requestId: call.responseHeaders.get('X-Request-Id') })
  const context = { services: runtime, caller, log, admitted }
  return respond(await verb.run(context, { ...input, ...parameters }), call)
}

/** Says the answer as JSON with this status, or with 204 that there is none. */
export function respondWith(status = 200): (output: unknown) => Response {
  return (output) =>
    output === undefined ? new Response(null, { status: 204 }) : Response.json(output, { status })
}

function usualInput({ input }: { input: unknown }) {
  return (call: { request: Request; body: string }): unknown => {
    if (input === noInput) return {}
    const { method } = call.request
    return method === 'GET' || method === 'HEAD' ? queryOf(call.request) : bodyOf(call)
  }
}
