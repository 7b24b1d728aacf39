import { answerCall } from '@/lib/http/answer/answer-call'
import { admitCall } from '@/lib/http/session/admit-call'
import { admitStop } from '@/lib/http/session/admit-stop'
import { isOwner } from '@/lib/http/session/is-owner'
import type { Call, Context } from '@/lib/http/session/signed-in'
import type { Runtime } from '@/lib/runtime/runtime'
import type { OpenVerb, Verb } from '@/lib/verbs/define-verb'
import { performVerb, respondWith, type Wire } from './perform-verb'

/**
 * The door: the handler of a verb under a method of a path. Whoever calls is known, may do this and is
 * counted before anything of the input is read; a stop acts first, and is counted meanwhile.
 */
export function serve<Ids extends string, Input extends object, Output>(
  verb: Verb<Runtime, Ids, Input, Output>,
  wire: Wire<Ids, Output> = {},
): (request: Request, context: Context<Record<Ids, string>>) => Promise<Response> {
  const admit = verb.isStop === true ? admitStop : admitCall
  const perform = (call: Call<Record<Ids, string>>, admitted: () => Promise<void>) =>
    performVerb(verb, wire, call, admitted)
  return (request, context) => answerCall(request, (open) => admit(open, context, verb, perform))
}

/** The handler of a verb for anybody: nobody is looked up, and nothing is counted. */
export function serveOpen<Output>(
  verb: OpenVerb<Runtime, Output>,
  respond: (output: Output) => Response = respondWith(),
): (request: Request) => Promise<Response> {
  return (request) =>
    answerCall(request, async ({ runtime }) =>
      respond(await verb.run({ services: runtime, isOwner: () => isOwner(request, runtime) })),
    )
}
