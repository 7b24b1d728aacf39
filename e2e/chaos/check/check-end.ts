import { statusOfEndReason, type EndReason } from '@/lib/contract/end-reason'
import type { MessageMetadata } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import type { Conditions } from '../history/conditions'
import type { AnswerHistory, StopHistory } from '../history/history'
import { isGoneFromSome, isTroubled } from './excuses'

/** P2: the answer ended once, and everybody was told of the same end. */
export function checkEnd(answer: AnswerHistory, conditions: Conditions): string[] {
  const { message, stored, stops, readers } = answer
  const told = readers.flatMap(({ name, connections }) =>
    connections.flatMap(({ events }) =>
      events.flatMap(({ chunk }) =>
        chunk.type === 'finish' || chunk.type === 'message-metadata'
          ? [{ name, metadata: chunk.messageMetadata }]
          : [],
      ),
    ),
  )
  const endings = isGoneFromSome(answer, conditions)
    ? told.filter(({ metadata }) => metadata?.endReason !== 'deleted')
    : told
  const known = message?.metadata ?? endings[0]?.metadata
  const endReason = known?.endReason ?? stops.map(reasonIn).find((reason) => reason !== undefined)
  const violations = known && stored ? agrees(known, stored) : []
  for (const { name, metadata } of endings) {
    if (metadata?.endReason !== known?.endReason || metadata?.status !== known?.status) {
      violations.push(`P2 ${name} saw another end, ${metadata?.endReason}`)
    } else if (metadata?.textLength !== known?.textLength) {
      violations.push(`P2 ${name} was told another length`)
    }
  }
  for (const reason of stops.map(reasonIn)) {
    if (reason === undefined || reason === endReason) continue
    violations.push(`P2 a stop was told ${reason}, it ended for ${endReason}`)
  }
  return violations
}

function reasonIn({ outcome }: StopHistory): EndReason | undefined {
  return outcome && 'endReason' in outcome ? outcome.endReason : undefined
}

function agrees(
  { status, endReason, textLength }: MessageMetadata,
  stored: NonNullable<AnswerHistory['stored']>,
): string[] {
  const violations: string[] = []
  if (status !== stored.status || endReason !== stored.endReason) {
    violations.push('P2 the wire and the database disagree on the end')
  }
  if (!endReason || statusOfEndReason[endReason] !== status) {
    violations.push(`P2 ended ${status} for ${endReason}`)
  }
  if (textLength !== stored.text.length) violations.push('P2 the length is not that of the text')
  return violations
}

/** P3 and P4: a stop said what it had done, and had done what it said. */
export function checkStops(answer: AnswerHistory, conditions: Conditions): string[] {
  const { messageId, stops, lateStops } = answer
  const winners = stops.filter(({ won }) => won.includes(messageId))
  const violations = winners.length > 1 ? ['P2 two stops won'] : []
  for (const stop of stops) violations.push(...honestStop(stop, answer))
  for (const { outcome, askedAt, answeredAt } of lateStops) {
    const isTooLate = outcome?.outcome === 'already_ended'
    const couldNotTell =
      outcome?.outcome === 'unconfirmed' &&
      isTroubled(conditions, { from: askedAt, to: answeredAt })
    if (!isTooLate && !couldNotTell)
      violations.push(`P13 a stop of the session before was ${outcome?.outcome}`)
  }
  const [winner] = winners
  if (winner && closedAt(answer) > winner.answeredAt + conditions.pace.late) {
    violations.push('P3 the provider was still called after a stop was confirmed')
  }
  return violations
}

/** When either side ended the call to the provider; Infinity while it is open. */
export function closedAt({ call }: AnswerHistory): number {
  return call ? (call.closedAt ?? call.finishedAt ?? Infinity) : 0
}

function honestStop(stop: StopHistory, answer: AnswerHistory): string[] {
  const { won, readAfter, outcome, moment } = stop
  const { messageId, stored, call, before } = answer
  const hasWon = won.includes(messageId)
  const violations = hasWon ? checkKept(stop, answer) : []
  if (hasWon && moment === 'ended' && stop.of !== 'person') {
    violations.push('P3 a stop after the end won')
  }
  if (outcome?.outcome === 'pending' && stored) {
    const kept = !call && stored.endReason === 'user' && stored.text === before
    if (!kept) violations.push('P4 a stop before its send did not win')
  }
  if (readAfter?.id !== messageId) return violations
  const read = textOf(readAfter.parts)
  const { status } = readAfter.metadata ?? {}
  if (hasWon && status !== 'cancelled') violations.push('P3 it was not cancelled yet')
  if (outcome && 'text' in outcome) {
    if (status === 'active') violations.push('P3 it had not ended yet')
    if (read !== outcome.text) violations.push('P3 the text right after a stop was another')
  }
  if (stored && status !== 'active' && read !== stored.text) {
    violations.push('P3 the text changed after a stop')
  }
  return violations
}

/** A stop keeps no more text than was seen, and no less than earlier sessions had kept. */
function checkKept(
  { seenTextLength = Infinity, outcome }: StopHistory,
  { stored, before }: AnswerHistory,
): string[] {
  if (!stored) return []
  const { length } = stored.text
  const violations: string[] = []
  if (length > Math.max(seenTextLength, before.length)) {
    violations.push(`P1 ${length} characters were kept of ${seenTextLength} that were seen`)
  }
  const receipt = outcome && 'receipt' in outcome ? outcome.receipt : undefined
  if (receipt && receipt.keptCharacters !== length) {
    violations.push('P3 the receipt is of another text')
  }
  return violations
}
