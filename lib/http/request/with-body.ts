import { MAX_BODY_BYTES } from '@/lib/contract/limits'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import type { BodyBudgets } from '@/lib/runtime/body-budget'
import { readText } from './read-text'

/** Reads the body of a call, once its caller is known. `most` is in bytes. */
export type TakeBody = (most?: number) => Promise<string>

/**
 * Lets `handle` read the body of a call: as text, empty where there is none. The bodies of an address,
 * and of the server, have limited room together: a call without room is refused before anything else
 * is looked at. Throws `unavailable`, and the errors of {@link readText}.
 */
export async function withBody(
  { request, runtime }: OpenCall,
  address: string | undefined,
  kind: keyof BodyBudgets,
  handle: (takeBody: TakeBody) => Promise<Response>,
): Promise<Response> {
  if (!request.body) return handle(async () => '')
  const { bodies, clock } = runtime
  const share = bodies[kind].open(address)
  try {
    return await handle((most = MAX_BODY_BYTES) => readText(request, { most, share, clock }))
  } finally {
    share.release()
  }
}
