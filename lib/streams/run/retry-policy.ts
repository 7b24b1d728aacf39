import type { EndReason } from '@/lib/contract/end-reason'
import type { StreamAction } from './stream-state'

/** How often a provider is tried for one answer; waits for a model that is loading do not count. */
const MOST_ATTEMPTS = 3

/** The wait before the second attempt, in milliseconds; it doubles. */
const FIRST_WAIT_MS = 500

/** If a provider asks for a longer wait than this, the person is better told so at once. */
const LONGEST_WAIT_MS = 10_000

/** How long a model that is being loaded is left alone before it is asked again, in milliseconds. */
const LOADING_WAIT_MS = 1_000

/** The failures that may be over at the next attempt. */
const passing: ReadonlySet<EndReason> = new Set([
  'provider_rate_limit',
  'provider_overloaded',
  'provider_unreachable',
  'provider_error',
])

/**
 * How long to wait before the provider is called again, in milliseconds; undefined if it is not. A
 * provider that has begun to answer is never asked twice.
 */
export function waitBeforeRetry(
  ending: StreamAction,
  { attempt, hasBegun }: { attempt: number; hasBegun: boolean },
): number | undefined {
  if (ending.type !== 'provider-failed' || hasBegun || ending.isFinal) return undefined
  const { retryAfterSeconds } = ending.error
  // A loading model is asked until the time for the first token, waits included, is over.
  if (ending.isLoading) {
    const wait = retryAfterSeconds === undefined ? LOADING_WAIT_MS : retryAfterSeconds * 1000
    return Math.min(wait, LONGEST_WAIT_MS)
  }
  if (!passing.has(ending.reason) || attempt >= MOST_ATTEMPTS) return undefined
  const wait =
    retryAfterSeconds === undefined ? FIRST_WAIT_MS * 2 ** (attempt - 1) : retryAfterSeconds * 1000
  return wait <= LONGEST_WAIT_MS ? wait : undefined
}
