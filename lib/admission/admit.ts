import type { Caller, Stopper } from '@/lib/auth/person'
import { unauthenticatedError } from '@/lib/contract/fullstop-error'
import type { AdmissionServices, Arrival } from './arrival'
import { Revocation } from './revocation'
import { refuseNarrowScope, type Needs } from './scope'

/** After an input that takes longer, in milliseconds, its caller is looked up again. */
const LONG_INPUT_MS = 100

/** A caller who was let in, until the call is over. */
export type Admission = {
  caller: Caller | Stopper
  /**
   * The caller once the input is there, looked up again where it took long to come. Throws
   * `unauthenticated`.
   */
  stillCaller(): Promise<Caller | Stopper>
  /** {@link Revocation.when} */
  whenRevoked: Revocation['when']
  /** The call is answered. */
  forget(): void
}

/**
 * Lets in a caller by the credentials that they bring, before anything else of what they send is
 * read. Throws `unauthenticated`, `forbidden` and, to a stop, `unavailable`.
 */
export async function admit(
  services: Pick<AdmissionServices, 'authentication' | 'clock'>,
  arrival: Pick<Arrival, 'credentials' | 'breakOff'>,
  needs: Needs,
): Promise<Admission> {
  const { authentication, clock } = services
  const lookUp = async (): Promise<Caller | Stopper> => {
    const found = await (needs.isStop === true
      ? authentication.stopperOf(arrival.credentials)
      : authentication.callerOf(arrival.credentials))
    if (!found) throw unauthenticatedError()
    return found
  }
  const caller = await lookUp()
  refuseNarrowScope(caller, needs)
  const revocation = new Revocation(services, arrival, caller.credentialId)
  const admittedAt = clock.monotonic()
  return {
    caller,
    async stillCaller() {
      // The input may have been held back until the session had long ended.
      const isLate = clock.monotonic() - admittedAt > LONG_INPUT_MS
      const now = isLate ? await lookUp() : caller
      if (revocation.hasEnded) throw unauthenticatedError()
      return now
    },
    whenRevoked: revocation.when,
    forget: () => {
      revocation.forget()
    },
  }
}
