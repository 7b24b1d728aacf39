import type { EndReason } from '@/lib/contract/end-reason'
import type { StreamAction } from './stream-state'

/** How often a provider is called for one answer. */
const MOST_ATTEMPTS = 3

/** The wait before the second attempt, in milliseconds; it doubles. */
const FIRST_WAIT_MS = 500

/** Whom a provider sends away for longer than this is better told so at once. */
const LONGEST_WAIT_MS = 10_000

/** How long a model that is being loaded is left alone before it is asked again, in milliseconds. */
const LOADING_WAIT_MS = 1_000

/** What may be over at the next attempt. */
const passing: ReadonlySet<EndReason> = new Set([
  'provider_rate_limit',
  'provider_overloaded',
  'provider_unreachable',
  'provider_error',
])

/**
 * How long to wait before the provider is called again, in milliseconds; undefined where it is not:
 * what has begun to answer is never asked twice.
 */
export function waitBeforeRetry(
  ending: StreamAction,
  { attempt, hasBegun }: { attempt: number; hasBegun: boolean },
): number | undefined {
  if (ending.type !== 'provider-failed' || hasBegun || ending.isFinal) return undefined
  const { retryAfterSeconds } = ending.error
  // It is asked until the time for the first token is over, which counts the waits, too.
  if (ending.isLoading) {
    const wait = retryAfterSeconds === undefined ? LOADING_WAIT_MS : retryAfterSeconds * 1000
    return Math.min(wait, LONGEST_WAIT_MS)
  }
  if (!passing.has(ending.reason) || attempt >= MOST_ATTEMPTS) return undefined
  const wait =
    retryAfterSeconds === undefined ? FIRST_WAIT_MS * 2 ** (attempt - 1) : retryAfterSeconds * 1000
  return wait <= LONGEST_WAIT_MS ? wait : undefined
}
