import { answer, type OpenCall } from '@/lib/http/answer/answer'

/** A handler for anybody of what is no verb: another wire, a file, a refusal. */
export function openRoute(
  handler: (call: OpenCall) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answer(request, handler)
}
