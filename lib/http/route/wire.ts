import { bodyOf } from '@/lib/http/request/read-body'
import { queryOf } from '@/lib/http/request/read-query'
import type { Call } from '@/lib/http/session/signed-in'
import { noInput } from '@/lib/verbs/no-input'

/** How HTTP reads and answers one verb, where that is not the usual way. */
export type Wire<Ids extends string, Output> = {
  /** The input as it came. Unless given: from the query of a `GET`, and from any other body. */
  read?: (call: Call<Record<Ids, string>>) => unknown
  /** The response to an output. Unless given: the output as JSON, or 204 where there is none. */
  respond?: (output: Output, call: Call<Record<Ids, string>>) => Response | Promise<Response>
}

/** Responds to an output as JSON with this status, and with 204 to none. */
export function respondWith(status = 200): (output: unknown) => Response {
  return (output) =>
    output === undefined ? new Response(null, { status: 204 }) : Response.json(output, { status })
}

/** The reader of a verb's input that takes it from where its method has it. */
export function usualRead({ input }: { input: unknown }) {
  return (call: { request: Request; body: string }): unknown => {
    if (input === noInput) return {}
    const { method } = call.request
    return method === 'GET' || method === 'HEAD' ? queryOf(call.request) : bodyOf(call)
  }
}
