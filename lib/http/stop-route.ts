import type { Stopper } from '@/lib/auth/person'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import { within } from '@/lib/platform/clock'
import { describeError } from '@/lib/platform/log'
import { answer } from './answer'
import { signedIn, type Call, type Context, type Parameters } from './signed-in'
import { takeLimit } from './take-limit'

/** How long the answer to a stop that was carried out waits for its count, in milliseconds. */
const COUNT_MS = 25

type StopCall<P extends Parameters> = Call<P, Stopper> & {
  /**
   * To be called before anything is read for a stop that found nothing running. Throws
   * `rate_limited`, and `unauthenticated` or `unavailable` where the caller is not certain.
   */
  beforeLooking: () => Promise<void>
}

/**
 * A handler of a stop: nothing that can wait stands before it. Its caller is known within 200 ms,
 * and the call is counted beside it, unless the handler asks for that.
 */
export function stopRoute<P extends Parameters = Record<never, string>>(
  handler: (call: StopCall<P>) => Promise<Response>,
): (request: Request, context: Context<P>) => Promise<Response> {
  return (request, context) =>
    answer(request, async (open) => {
      const access = {
        needs: 'chat' as const,
        bodies: 'stops' as const,
        lookUp: (headers: Headers) => open.runtime.authentication.stopperOf(headers),
      }
      try {
        return await signedIn(open, context, access, (call) => actThenCount(call, handler))
      } catch (error) {
        if (isFullstopError(error)) {
          const facts = { ...idsIn(await context.params), code: error.code }
          open.runtime.log.info(facts, 'stop refused')
        }
        throw error
      }
    })
}

async function actThenCount<P extends Parameters>(
  call: Call<P, Stopper>,
  handler: (call: StopCall<P>) => Promise<Response>,
): Promise<Response> {
  const { person } = call
  const { clock, log } = call.runtime
  let counting: Promise<void> | undefined
  const count = () => (counting ??= takeLimit(call, 'cancels', { person: person.id }))
  const responding = handler({
    ...call,
    async beforeLooking() {
      await person.confirmed()
      await count()
    },
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
