import { within } from '@/lib/platform/clock'
import type { Runtime } from '@/lib/runtime/runtime'

/** How long it may take to know who calls, in milliseconds: more is only for others to wait. */
const LOOK_UP_MS = 500

/** Whether the owner of this installation calls, as far as that can be told at this moment. */
export async function isOwner(
  request: Request,
  { authentication, clock }: Pick<Runtime, 'authentication' | 'clock'>,
): Promise<boolean> {
  const lookingUp = authentication.callerOf(request.headers).catch(() => undefined)
  const caller = await within(clock, LOOK_UP_MS, lookingUp)
  return caller?.admin === true
}
