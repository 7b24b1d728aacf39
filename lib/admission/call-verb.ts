import type { Verb } from '@/lib/verbs/define-verb'
import type { AdmissionServices, KnownCall } from './arrival'
import { checked } from './checked'
import { countStop } from './count-stop'
import { errorOfCall, logRefusedStop } from './errors-of-calls'
import { refuseLargeInput, refuseMalformedIds } from './input-limits'
import { refuseNarrowScope } from './scope'
import { takeLimit } from './take-limit'

/** The call of a verb, as its caller sends it. */
export type Asked<Ids extends string> = {
  ids: Record<Ids, string>
  /** The input as it came, which is looked at only once the call is counted. */
  read: () => unknown
  /** The length of the input as it came. */
  bytes: number
}

/**
 * Calls a verb once for a caller who is known, as every door does: with the same limits in the same
 * order, and the same errors. Throws `forbidden`, `bad_request`, `too_large`, `rate_limited`,
 * `unauthenticated` for a caller who was deleted meanwhile, and the errors of the verb.
 */
export async function callVerb<
  Services extends AdmissionServices,
  Ids extends string,
  Input extends object,
  Output,
>(
  services: Services,
  verb: Verb<Services, Ids, Input, Output>,
  call: KnownCall,
  asked: Asked<Ids>,
): Promise<Output> {
  const { caller } = call
  const { limit } = verb
  const confirm = async () => {
    if ('confirmed' in caller) await caller.confirmed()
  }
  const count = async () => {
    if (limit !== 'none') await takeLimit(services.rateLimits, call, limit, { person: caller.id })
  }
  const carryOut = (admitted: () => Promise<void>) => runVerb(services, verb, call, asked, admitted)
  try {
    refuseNarrowScope(caller, verb)
    refuseMalformedIds(asked.ids)
    refuseLargeInput(asked.bytes, verb.largestInput)
    if (verb.isStop === true) return await countStop(services, { confirm, count }, carryOut)
    await confirm()
    await count()
    return await carryOut(async () => {})
  } catch (error) {
    const told = await errorOfCall(services, caller.id, error)
    if (verb.isStop === true) logRefusedStop(services.log, asked.ids, told)
    throw told
  }
}

/** Checks the input, counts it where it costs, and runs the verb. */
async function runVerb<
  Services extends AdmissionServices,
  Ids extends string,
  Input extends object,
  Output,
>(
  services: Services,
  verb: Verb<Services, Ids, Input, Output>,
  call: KnownCall,
  { ids, read, bytes }: Asked<Ids>,
  admitted: () => Promise<void>,
): Promise<Output> {
  const input = checked(verb.input, read())
  const { id, guest, admin } = call.caller
  const caller = { id, guest, admin, address: call.address }
  const charge = verb.charge?.(input, { caller, bytes })
  // A verb without a charge is run in this same step: a stop must not wait.
  if (charge) {
    await takeLimit(services.rateLimits, call, charge.limit, { person: id }, charge.points)
  }
  const log = services.log.child({ requestId: call.requestId })
  return verb.run({ services, caller, log, admitted }, { ...input, ...ids })
}
