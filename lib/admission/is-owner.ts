import { within } from '@/lib/platform/clock'
import type { AdmissionServices } from './arrival'

/** How long the look-up may take, in milliseconds: other callers wait for it, too. */
const LOOK_UP_MS = 500

/** Whether the owner of this installation calls, as far as that can be told at this moment. */
export async function isOwner(
  { authentication, clock }: Pick<AdmissionServices, 'authentication' | 'clock'>,
  credentials: Headers,
): Promise<boolean> {
  const lookingUp = authentication.callerOf(credentials).catch(() => undefined)
  const caller = await within(clock, LOOK_UP_MS, lookingUp)
  return caller?.admin === true
}
