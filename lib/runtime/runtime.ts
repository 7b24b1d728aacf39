import type { AccountServices } from '@/lib/accounts/account-services'
import type { Logo } from '@/lib/branding/logo'
import type { Pruned } from '@/lib/db/database'
import type { ProcessLog } from '@/lib/platform/log'
import type { RateLimits } from '@/lib/rate-limit/rate-limits'
import type { BodyBudgets } from './body-budget'
import type { ExportPlaces } from './export-places'
import type { FollowsOfAll } from './open-follows'
import type { ReturningReaders } from './returning-readers'

/** Everything that one process has once. */
export type Runtime = AccountServices & {
  log: ProcessLog
  rateLimits: RateLimits
  bodies: BodyBudgets
  exports: ExportPlaces
  follows: FollowsOfAll
  logo: Logo | undefined
  /** Logs a call that was refused. */
  tellRefused: (facts: Record<string, unknown>) => void
  /** Deletes what is too old, now and every hour: called once the process is ready, which must not wait. */
  keepPruning(): void
  /**
   * Ends the answers of servers that are gone, and deletes what is too old, once. Throws `unavailable` where
   * the database has not answered for long enough to tell who is gone.
   */
  tidyUp(): Promise<{ interrupted: number } & Pruned>
  /** Resolves once this answer, if it runs here, is saved, and everybody has been told. */
  finished(messageId: string): Promise<void>
  /** The readers of event streams who come back by themselves. */
  returning: ReturningReaders
  /** Takes nothing new, lets the streams end for a while, and then ends them with their text saved. */
  shutdown(): Promise<void>
  /** Ends the streams now that a shutdown would still wait for. */
  hurry(): void
  /** Closes the database. Called once the last response has left. */
  close(): void
  /** Whether a shutdown has begun: long calls are left to other servers. */
  readonly draining: boolean
  /** Whether it has come so far that the streams are ended, and no call is taken any more. */
  readonly closing: boolean
}

declare global {
  /** Route handlers and instrumentation are separate module graphs: only globalThis is shared. */
  var fullstopRuntime: Promise<Runtime> | undefined
}

/**
 * The runtime of this process. Next waits for it before it takes calls. The module that makes it is not
 * imported here: each route would have a copy of everything in its own bundle, and in memory.
 */
export async function getRuntime(): Promise<Runtime> {
  const { fullstopRuntime } = globalThis
  if (!fullstopRuntime)
    throw new Error('The process has not started: instrumentation.ts did not run.')
  return fullstopRuntime
}
