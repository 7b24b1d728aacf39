import type { ServerArm } from '../arms/cluster.ts'
import type { AnswerRequest } from '../provider/script.ts'
import { timedCall } from './call.ts'
import { Reader } from './reader.ts'
import { evenly, newKey } from './start-readers.ts'

/**
 * Asks one server for `count` answers, evenly over `rampMs`, and follows each at a server that may be
 * another one. No response of a send carries an answer.
 */
export async function startFollowed(
  { owner, readAt }: { owner: ServerArm; readAt: ServerArm },
  count: number,
  script: Omit<AnswerRequest, 'key'>,
  rampMs: number,
): Promise<Reader[]> {
  const started = await evenly(count, rampMs, async () => {
    const key = newKey()
    const { headers, ...ask } = owner.ask({ ...script, key })
    await timedCall(owner, { ...ask, headers: { ...headers, Prefer: 'respond-async' } }, 202)
    return new Reader(readAt, key, readAt.follow(key))
  })
  return Promise.all(started)
}
