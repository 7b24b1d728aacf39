import type { Conditions } from '../history/conditions'
import type { AnswerHistory, ConnectionHistory } from '../history/history'
import { SWEEP } from '../plan/pace'
import { isTroubled, REMEMBERED, spanOf, type Span } from './excuses'

/** How long the word of a reader at another server may be on its way, in milliseconds. */
const JOINING = 1_000

/** P8: a reader who follows an answer keeps it going; without readers it ends in time. */
export function checkFollowing(answer: AnswerHistory, conditions: Conditions): string[] {
  const { keepGoing, message } = answer
  const span = spanOf(answer)
  if (!span) return []
  const { limits, late } = conditions.pace
  const violations: string[] = []
  if (message?.metadata?.endReason === 'disconnect') {
    if (keepGoing) violations.push('P8 it was to go on, and ended for disconnect')
    if (isFollowed(answer, { from: span.to - limits.grace, to: span.to }, conditions)) {
      violations.push('P8 it ended for disconnect within the grace')
    }
  }
  // A server that is gone cannot say that its readers are gone, too.
  const isExcused = keepGoing || isTroubled(conditions, span, { after: REMEMBERED })
  const alone = longestAlone(answer, span.from, span.to)
  if (!isExcused && alone > limits.grace + SWEEP + late) {
    violations.push(`P8 nobody followed for ${alone} ms, and yet it went on`)
  }
  return violations
}

/**
 * Whether somebody was surely there within a span of time, and the server of the answer knew it. The
 * clocks count whole milliseconds.
 */
export function isFollowed(answer: AnswerHistory, span: Span, conditions: Conditions): boolean {
  const isAlone = conditions.servers === 1
  if (!isAlone && isTroubled(conditions, span, { after: REMEMBERED })) return false
  const knownBefore = span.to - (isAlone ? 1 : JOINING)
  return connectionsOf(answer).some(
    ({ openedAt, closedAt }) =>
      openedAt !== undefined && openedAt < knownBefore && closedAt > span.from + 1,
  )
}

/** The longest time, in milliseconds, in which surely nobody was there. */
function longestAlone(answer: AnswerHistory, begin: number, end: number): number {
  let longest = 0
  let aloneSince = begin
  const sorted = connectionsOf(answer).toSorted((one, other) => one.requestedAt - other.requestedAt)
  for (const { requestedAt, closedAt } of sorted) {
    longest = Math.max(longest, Math.min(requestedAt, end) - aloneSince)
    aloneSince = Math.max(aloneSince, closedAt)
  }
  return Math.max(longest, end - aloneSince)
}

function connectionsOf({ readers }: AnswerHistory): ConnectionHistory[] {
  return readers.flatMap(({ connections }) => connections)
}
