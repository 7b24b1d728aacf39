import { failureOf } from '@/lib/providers/errors/classify-error'
import type { ActiveStream, StreamAction, StreamState } from '@/lib/streams/run/stream-state'

/** How long a stream may take, in milliseconds. */
export type StreamLimits = { maxMs: number; stallMs: number; firstTokenMs: number; graceMs: number }

/** How long a sentence may take to end once it is to be the last, in milliseconds. */
const LONGEST_SENTENCE_MS = 5_000

/** How long the first follower may take to come, in milliseconds, however short the grace is. */
const FIRST_FOLLOWER_MS = 5_000

/**
 * The action that is due for a stream at `now` and ends it, if there is one. Whether it is followed is known
 * from `knownFrom` on: before that, nobody has left it.
 */
export function decide(
  state: StreamState,
  limits: StreamLimits,
  now: number,
  knownFrom = -Infinity,
): StreamAction | undefined {
  if (state.phase !== 'active') return undefined
  const reason = overdue(state, limits, now)
  if (reason !== undefined) return { type: 'timed-out', at: now, ...failureOf(reason) }
  const { lastSentence } = state
  if (lastSentence && now - lastSentence.since >= LONGEST_SENTENCE_MS) {
    return { type: 'cancel-requested', at: now, reason: 'user' }
  }
  const left = leaveOf(state, limits, knownFrom)
  if (left?.since !== undefined && now - left.since >= left.graceMs) {
    return { type: 'cancel-requested', at: now, reason: 'disconnect', graceMs: left.graceMs }
  }
  return undefined
}

/** Since when a stream is left, if it is, and its grace; undefined if it goes on to its end anyway. */
function leaveOf(
  state: ActiveStream,
  limits: StreamLimits,
  knownFrom: number,
): { since: number | undefined; graceMs: number } | undefined {
  const { graceMs = limits.graceMs, unfollowedSince, wasFollowed } = state
  const hasOwnGrace = state.graceMs !== undefined
  // Other followers do not count: the sender has said what their own leaving means.
  if (hasOwnGrace && senderCame(state)) return { since: laterOf(state.senderLeftAt), graceMs }
  if (!hasOwnGrace && state.keepGoing) return undefined
  const firstMs = wasFollowed ? graceMs : Math.max(graceMs, FIRST_FOLLOWER_MS)
  return { since: laterOf(unfollowedSince), graceMs: firstMs }

  /** Somebody may have come at another server, which was not heard until then. */
  function laterOf(leftAt: number | undefined): number | undefined {
    return leftAt === undefined ? undefined : Math.max(leftAt, knownFrom)
  }
}

function senderCame({ senders, senderLeftAt }: ActiveStream): boolean {
  return senders > 0 || senderLeftAt !== undefined
}

function overdue(state: ActiveStream, limits: StreamLimits, now: number) {
  if (now - state.startedAt >= limits.maxMs) return 'timeout_total'
  if (state.firstTokenAt === undefined) {
    if (now - state.startedAt < limits.firstTokenMs) return undefined
    return state.modelLoading ? 'provider_overloaded' : 'timeout_first_token'
  }
  return now - state.lastProgressAt >= limits.stallMs ? 'timeout_stall' : undefined
}
