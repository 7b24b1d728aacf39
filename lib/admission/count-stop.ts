import { isFullstopError } from '@/lib/contract/fullstop-error'
import { within } from '@/lib/platform/clock'
import { describeError } from '@/lib/platform/log'
import type { AdmissionServices } from './arrival'

/** How long a stop that finds nothing running here waits for its count, in milliseconds. */
const ADMISSION_MS = 200

/** How long the answer to a stop that was carried out waits for its count, in milliseconds. */
const COUNT_MS = 25

/**
 * Carries a stop out and counts it meanwhile: nothing that can wait stands before it. A stop that finds
 * nothing running here waits for `admitted`, which resolves once its caller is certain and it is counted.
 * Where that takes long, as by a Redis that hangs, the stop goes on: its answer may run on another server.
 */
export async function countStop<Output>(
  { clock, log }: Pick<AdmissionServices, 'clock' | 'log'>,
  { confirm, count }: { confirm: () => Promise<void>; count: () => Promise<void> },
  carryOut: (admitted: () => Promise<void>) => Promise<Output>,
): Promise<Output> {
  let counting: Promise<void> | undefined
  const countOnce = () => (counting ??= count())
  const stopping = carryOut(async () => {
    await confirm()
    await within(clock, ADMISSION_MS, countOnce())
  })
  // An answer that ran has been told to stop by now, and stays stopped where this call is one too many.
  const counted = countOnce().catch((error: unknown) => {
    if (!isFullstopError(error)) log.warn({ error: describeError(error) }, 'counting a stop failed')
  })
  const output = await stopping
  await within(clock, COUNT_MS, counted)
  return output
}
