import { failureOf } from '@/lib/providers/classify-error'
import type { StreamAction, StreamState } from './stream-state'

/** How long a stream may take, in milliseconds. */
export type StreamLimits = { maxMs: number; stallMs: number; firstTokenMs: number; graceMs: number }

/** How long a sentence may take to end once it is to be the last, in milliseconds. */
const LONGEST_SENTENCE_MS = 5_000

/** How long the first follower may take to come, in milliseconds, however short the grace is. */
const FIRST_FOLLOWER_MS = 5_000

/** What is to be done about a stream at `now`: one action that ends it, or nothing. */
export function decide(
  state: StreamState,
  limits: StreamLimits,
  now: number,
): StreamAction | undefined {
  if (state.phase !== 'active') return undefined
  const reason = overdue(state, limits, now)
  if (reason !== undefined) return { type: 'timed-out', at: now, ...failureOf(reason) }
  const { keepGoing, lastSentence } = state
  if (lastSentence && now - lastSentence.since >= LONGEST_SENTENCE_MS) {
    return { type: 'cancel-requested', at: now, reason: 'user' }
  }
  const graceMs = graceOf(state, limits)
  if (!keepGoing && isLeft(state, graceMs, now)) {
    return { type: 'cancel-requested', at: now, reason: 'disconnect', graceMs }
  }
  return undefined
}

function graceOf({ wasFollowed }: StreamState, { graceMs }: StreamLimits): number {
  return wasFollowed ? graceMs : Math.max(graceMs, FIRST_FOLLOWER_MS)
}

function isLeft({ unfollowedSince }: StreamState, graceMs: number, now: number): boolean {
  return unfollowedSince !== undefined && now - unfollowedSince >= graceMs
}

function overdue(state: StreamState, limits: StreamLimits, now: number) {
  if (now - state.startedAt >= limits.maxMs) return 'timeout_total'
  if (state.firstTokenAt === undefined) {
    if (now - state.startedAt < limits.firstTokenMs) return undefined
    return state.modelLoading ? 'provider_overloaded' : 'timeout_first_token'
  }
  return now - state.lastProgressAt >= limits.stallMs ? 'timeout_stall' : undefined
}
