import type { Stopper } from '@/lib/auth/person'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import { takeLimit } from '@/lib/http/request/take-limit'
import { within } from '@/lib/platform/clock'
import { describeError } from '@/lib/platform/log'
import { signedIn, type Call, type Context, type Needs, type Parameters } from './signed-in'

/** How long the answer to a stop that was carried out waits for its count, in milliseconds. */
const COUNT_MS = 25

/** Carries a stop out; waits for `admitted` before it reads anything where it found nothing running. */
type PerformStop<P extends Parameters> = (
  call: Call<P, Stopper>,
  admitted: () => Promise<void>,
) => Promise<Response>

/**
 * Lets in a stop: nothing that can wait stands before it. Its caller is known within 200 ms, and the
 * call is counted beside it, unless it asks for that.
 */
export async function admitStop<P extends Parameters>(
  open: OpenCall,
  context: Context<P>,
  needs: Needs,
  perform: PerformStop<P>,
): Promise<Response> {
  const access = {
    needs,
    bodies: 'stops' as const,
    lookUp: (headers: Headers) => open.runtime.authentication.stopperOf(headers),
  }
  try {
    return await signedIn(open, context, access, (call) => actThenCount(call, needs, perform))
  } catch (error) {
    if (isFullstopError(error)) {
      const facts = { ...idsIn(await context.params), code: error.code }
      open.runtime.log.info(facts, 'stop refused')
    }
    throw error
  }
}

async function actThenCount<P extends Parameters>(
  call: Call<P, Stopper>,
  { limit }: Needs,
  perform: PerformStop<P>,
): Promise<Response> {
  const { person } = call
  const { clock, log } = call.runtime
  let counting: Promise<void> | undefined
  const count = async () => {
    if (limit !== undefined) await (counting ??= takeLimit(call, limit, { person: person.id }))
  }
  const responding = perform(call, async () => {
    await person.confirmed()
    await count()
  })
  // What ran has been told to stop by now, and is not taken back for being one too many.
  const counted = count().catch((error: unknown) => {
    if (!isFullstopError(error)) log.warn({ error: describeError(error) }, 'counting a stop failed')
  })
  const response = await responding
  await within(clock, COUNT_MS, counted)
  return response
}

/** What stands in a path may be anything, and only IDs are for the log. */
function idsIn(parameters: Parameters): Parameters {
  const ids = Object.entries({ ...parameters }).filter(([, id]) => idSchema.safeParse(id).success)
  return Object.fromEntries(ids)
}
