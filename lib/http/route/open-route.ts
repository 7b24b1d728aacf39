import { answerCall, type OpenCall } from '@/lib/http/answer/answer-call'

/** A handler for anybody that serves no verb, but another wire, a file or a refusal. */
export function openRoute(
  handler: (call: OpenCall) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answerCall(request, handler)
}
