import { MAX_BODY_BYTES } from '@/lib/contract/limits'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import type { BodyBudgets } from '@/lib/runtime/body-budget'
import { readText } from './read-text'

/** Takes the body of a call, once it is known whose it is. */
export type TakeBody = (most?: number) => Promise<string>

/**
 * Hands `handle` the body of a call: as text, empty where it has none, within what its address and the
 * server may hold of bodies. Where there is no room for one it is refused before anything else is
 * looked at. Throws `unavailable` and what {@link readText} throws.
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
