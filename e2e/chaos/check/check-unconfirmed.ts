import type { Conditions } from '../history/conditions'
import type { AnswerHistory, StopHistory } from '../history/history'
import { closedAt } from './check-end'
import { isCutOff, isTroubled, reachableFrom } from './excuses'

/** How long a stop may take before it has to say that it is unconfirmed, in milliseconds. */
const CONFIRMATION = 3_000

/** How long a stop on record may wait for its server to look, in milliseconds. */
const LOOK = 2_000

/** P3, P13: a stop is confirmed unless something is away, and is carried out all the same. */
export function checkUnconfirmed(answer: AnswerHistory, conditions: Conditions): string[] {
  const unconfirmed = answer.stops.filter((stop) => stop.unconfirmed.includes(answer.messageId))
  return unconfirmed.flatMap((stop) => [
    ...hasACause(stop, conditions),
    ...wasCarriedOut(stop, answer, conditions),
  ])
}

function hasACause({ askedAt, answeredAt }: StopHistory, conditions: Conditions): string[] {
  if (isTroubled(conditions, { from: askedAt, to: answeredAt })) return []
  const tookMs = answeredAt - askedAt
  // A single server confirms its own stops, however slow the machine is, unless it cannot save.
  const isWrong = conditions.servers > 1 || tookMs < CONFIRMATION
  return isWrong ? [`P3 a stop was not confirmed after ${tookMs} ms`] : []
}

function wasCarriedOut(
  { mode, askedAt, answeredAt }: StopHistory,
  answer: AnswerHistory,
  conditions: Conditions,
): string[] {
  // Where it reached nobody, its caller has to repeat it.
  if (mode === 'sentence' || isCutOff(conditions, { from: askedAt, to: answeredAt })) return []
  const due = reachableFrom(answeredAt, answer, conditions) + LOOK + conditions.pace.late
  const late = closedAt(answer) - due
  return late > 0 ? [`P13 an unconfirmed stop was carried out ${late} ms too late`] : []
}
