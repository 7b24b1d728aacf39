import type { Authentication } from '@/lib/auth/authentication'
import type { Caller, Stopper } from '@/lib/auth/person'
import type { AccountStore } from '@/lib/db/accounts'
import type { Clock } from '@/lib/platform/clock'
import type { ProcessLog } from '@/lib/platform/log'
import type { LimitReport, RateLimits } from '@/lib/rate-limit/rate-limits'

/** The facts that a door reads from what reaches it, whatever its wire is. */
export type Arrival = {
  /** The headers that carry the cookie of a session, or an API key. */
  credentials: Headers
  /** Where the call comes from, as limits count it; undefined where that is unknown. */
  address: string | undefined
  /** Names the call in the log. */
  requestId: string
  /** Hears of each limit that the call is counted in. */
  onCounted: (report: LimitReport) => void
  /** Breaks off the connection on which the caller reads; false where the door does not know it. */
  breakOff: () => boolean
}

/** A call whose caller is known. A stopper may still have to be confirmed. */
export type KnownCall = Pick<Arrival, 'address' | 'requestId' | 'onCounted'> & {
  caller: Caller | Stopper
}

/** The things that admission works with; the runtime provides them. */
export type AdmissionServices = {
  authentication: Pick<Authentication, 'callerOf' | 'stopperOf' | 'whenEnded'>
  database: { accounts: Pick<AccountStore, 'find'> }
  rateLimits: RateLimits
  clock: Clock
  log: ProcessLog
}
