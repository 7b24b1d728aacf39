import type { AnswerHistory, ConnectionHistory } from '../history/history'
import { LATE, limits, SWEEP } from '../plan/limits'

/** P8: a reader who follows an answer keeps it going; without readers it ends in time. */
export function checkFollowing(answer: AnswerHistory): string[] {
  const { keepGoing } = answer
  const { endReason, startedAt, endedAt } = answer.message?.metadata ?? {}
  if (startedAt === undefined || endedAt === undefined) return []
  const begin = Date.parse(startedAt)
  const end = Date.parse(endedAt)
  const violations: string[] = []
  if (endReason === 'disconnect') {
    if (keepGoing) violations.push('P8 it was to go on, and ended for disconnect')
    if (isFollowed(answer, end - limits.grace, end)) {
      violations.push('P8 it ended for disconnect within the grace')
    }
  }
  const alone = longestAlone(answer, begin, end)
  if (!keepGoing && alone > limits.grace + SWEEP + LATE) {
    violations.push(`P8 nobody followed for ${alone} ms, and yet it went on`)
  }
  return violations
}

/** Whether somebody was surely there between these times. The clocks count whole milliseconds. */
export function isFollowed(answer: AnswerHistory, from: number, to: number): boolean {
  return connectionsOf(answer).some(
    ({ openedAt, closedAt }) => openedAt !== undefined && openedAt < to - 1 && closedAt > from + 1,
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
