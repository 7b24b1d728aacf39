import { callVerb } from '@/lib/admission/call-verb'
import { isOwner } from '@/lib/admission/is-owner'
import { answerCall } from '@/lib/http/answer/answer-call'
import { signedIn } from '@/lib/http/session/signed-in'
import type { Runtime } from '@/lib/runtime/runtime'
import type { OpenVerb, Verb } from '@/lib/verbs/define-verb'
import { respondWith, usualRead, type Wire } from './wire'

/** The second argument of Next's handlers. */
type Context<Parameters> = { params: Promise<Parameters> }

/** The handler of a verb under a method of a path. Every parameter of the path is an ID. */
export function serve<Ids extends string, Input extends object, Output>(
  verb: Verb<Runtime, Ids, Input, Output>,
  { read = usualRead(verb), respond = respondWith() }: Wire<Ids, Output> = {},
): (request: Request, context: Context<Record<Ids, string>>) => Promise<Response> {
  return (request, context) =>
    answerCall(request, async (open) => {
      // Next gives a route without parameters none at all.
      const ids = { ...(await context.params) }
      return signedIn(open, ids, verb, async (call, known) => {
        const bytes = Buffer.byteLength(call.body)
        const asked = { ids, read: () => read(call), bytes }
        return respond(await callVerb(call.runtime, verb, known, asked), call)
      })
    })
}

/** The handler of a verb for anybody: no caller is looked up, and nothing is counted. */
export function serveOpen<Output>(
  verb: OpenVerb<Runtime, Output>,
  respond: (output: Output) => Response = respondWith(),
): (request: Request) => Promise<Response> {
  return (request) =>
    answerCall(request, async ({ runtime }) => {
      const context = { services: runtime, isOwner: () => isOwner(runtime, request.headers) }
      return respond(await verb.run(context))
    })
}
