import type { Conditions } from '../history/conditions'
import type { AnswerHistory, History } from '../history/history'
import { wholeAnswer } from '../history/whole-answer'
import { checkCause } from './check-cause'
import { checkEnd, checkStops, closedAt } from './check-end'
import { checkFollowing, isFollowed } from './check-following'
import { checkLoss } from './check-loss'
import { checkReader } from './check-reader'
import { checkText } from './check-text'
import { checkUnconfirmed } from './check-unconfirmed'
import { isTroubled, reachableFrom, REMEMBERED } from './excuses'

const MOST_RETRIES = 2

/** The broken promises of a history, each with how it was broken. */
export function violationsOf(history: History): string[] {
  return [
    ...history.answers.flatMap((answer) =>
      ofAnswer(answer, history.conditions).map((violation) => `${violation} (${answer.name})`),
    ),
    ...onlyThatStream(history),
    ...nextAnswer(history),
    ...deletedForAll(history),
    ...yoursOnly(history),
    ...nothingLeft(history),
  ]
}

function ofAnswer(answer: AnswerHistory, conditions: Conditions): string[] {
  return [
    ...checkText(answer),
    ...checkEnd(answer, conditions),
    ...checkStops(answer, conditions),
    ...checkUnconfirmed(answer, conditions),
    ...checkCause(answer, conditions),
    ...checkLoss(answer, conditions),
    ...checkFollowing(answer, conditions),
    ...answer.readers.flatMap((reader) => checkReader(answer, reader, conditions)),
    ...calledOnce(answer),
  ]
}

/** A repeated send attaches to the existing answer, and makes no call of its own. */
function calledOnce(answer: AnswerHistory): string[] {
  const { call, mostCalls } = answer
  const violations: string[] = []
  if (call?.open) violations.push('P11 a call to the provider is still open')
  if (call && call.attempt > mostCalls + (mayFailFirst(answer) ? MOST_RETRIES : 0)) {
    violations.push('P2 the provider was called more than once')
  }
  return violations
}

/**
 * A call that fails before its first token is retried. A cut can also lose text that was sent
 * before it, and a continued answer that was whole gets no token before the error.
 */
function mayFailFirst({ directive, providerFaults }: AnswerHistory): boolean {
  const { status, cutAfter, errorAfter } = wholeAnswer(directive).script
  const faults = [status, cutAfter, errorAfter].filter((fault) => fault !== undefined)
  return faults.length + providerFaults.length > 0
}

function onlyThatStream({ sibling }: History): string[] {
  return sibling && sibling.before !== sibling.after ? ['P5 another answer changed it'] : []
}

/** A chat answers one question at a time: the next one is refused, or supersedes the first. */
function nextAnswer({ answers: [answer], next, conditions }: History): string[] {
  if (!next) return []
  const violations: string[] = []
  const { status, refusal, supersede, askedAt, answeredAt } = next
  if (status === 200) {
    const { endReason, endedAt = '' } = answer.message?.metadata ?? {}
    const end = Date.parse(endedAt)
    if (!(end <= answeredAt)) violations.push('P5 two answers of a chat ran at once')
    const wasFollowed = isFollowed(answer, { from: end, to: end }, conditions)
    if (endReason === 'superseded' && !supersede && wasFollowed) {
      violations.push('P5 it was superseded while somebody followed')
    }
    return violations
  }
  if (status !== 409 || refusal?.code !== 'stream_active') {
    return [`P5 the next question got ${status} ${refusal?.code}`]
  }
  if (refusal.messageId !== answer.messageId) violations.push('P5 another answer was in the way')
  if (supersede) violations.push('P5 the next question was refused where it supersedes')
  const wasFollowed = answer.readers.some(({ connections }) =>
    connections.some(
      ({ requestedAt, closedAt }) =>
        requestedAt <= answeredAt && closedAt + conditions.pace.late >= askedAt,
    ),
  )
  const span = { from: askedAt, to: answeredAt }
  const isExcused = isTroubled(conditions, span, { after: REMEMBERED })
  if (!wasFollowed && !isExcused) violations.push('P5 nobody followed, and yet it was in the way')
  return violations
}

function deletedForAll({ answers: [answer], deletion, conditions }: History): string[] {
  if (!deletion) return answer.message ? [] : ['P5 it is gone, and nobody deleted it']
  const violations: string[] = []
  const { status, wasRepeated, askedAt, answeredAt } = deletion
  // The proxy asks another server where one was killed before it could answer.
  const span = { from: askedAt, to: answeredAt + conditions.pace.late }
  const wasPassedOn = isTroubled(conditions, span, { kinds: ['killed'] })
  // A first try may have done it.
  const isDone = status === 204 || ((wasRepeated || wasPassedOn) && status === 404)
  if (!isDone) violations.push(`P3 a deletion got ${status}`)
  if (answer.message) violations.push('P3 what was deleted is there')
  if (deletion.rowsLeft > 0) violations.push('P3 a deletion left something in the database')
  if (deletion.isRunning) violations.push('P3 what was deleted goes on')
  const due = reachableFrom(deletion.answeredAt, answer, conditions) + conditions.pace.late
  if (closedAt(answer) > due) {
    violations.push('P3 the provider was still called after a deletion')
  }
  return violations
}

function yoursOnly({ refusals }: History): string[] {
  return refusals
    .filter(({ status, wanted }) => status !== wanted)
    .map(({ call, status }) => `P12 ${call}: ${status}`)
}

function nothingLeft({ listed }: History): string[] {
  return listed.length > 0 ? [`P11 still listed as running: ${listed.join()}`] : []
}
