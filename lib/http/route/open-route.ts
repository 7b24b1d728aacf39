import { answerCall, type OpenCall } from '@/lib/http/answer/answer-call'

/** A handler for anybody of what is no verb: another wire, a file, a refusal. */
export function openRoute(
  handler: (call: OpenCall) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answerCall(request, handler)
}
