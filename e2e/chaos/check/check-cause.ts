import type { EndReason } from '@/lib/contract/end-reason'
import type { Script } from '../../fake-provider/directives/directive.ts'
import type { Conditions } from '../history/conditions'
import type { AnswerHistory } from '../history/history'
import { wholeAnswer } from '../history/whole-answer'
import { SWEEP, type Pace } from '../plan/pace'
import { isTroubled } from './excuses'

/** Every end has a cause: a wish, something the provider did, or a limit that was reached. */
export function checkCause(answer: AnswerHistory, conditions: Conditions): string[] {
  const { message, wishes, directive } = answer
  const { endReason, startedAt = '', endedAt = '' } = message?.metadata ?? {}
  if (!endReason) return []
  const begin = Date.parse(startedAt)
  const end = Date.parse(endedAt)
  const lasted = end - begin
  const isCalm = !isTroubled(conditions, { from: begin, to: end })
  const { script } = wholeAnswer(directive)
  const { limits, late } = conditions.pace
  const isTooLong = isCalm && lasted > limits.total + SWEEP + late
  const tooLong = isTooLong ? [`P11 it lasted ${lasted} ms`] : []
  switch (endReason) {
    case 'stop':
    case 'length':
    case 'content_filter':
      return script.finish === endReason ? tooLong : [`P2 ended for ${endReason}`]
    case 'user':
    case 'superseded':
    case 'deleted': {
      const isWished = wishes.some(({ reason, askedAt }) => reason === endReason && askedAt <= end)
      return isWished ? tooLong : [`P5 ended for ${endReason}, and nobody wished that`]
    }
    // checkFollowing compares this end with the readers.
    case 'disconnect':
      return tooLong
    // checkLoss compares these with what happened to the server.
    case 'crash':
    case 'shutdown':
      return []
    case 'timeout_first_token':
    case 'timeout_stall':
    case 'timeout_total':
      return [
        ...tooLong,
        ...checkLimit(endReason, answer, { end, lasted, isCalm, pace: conditions.pace }),
      ]
    default:
      return failuresOf(script, answer).includes(endReason)
        ? tooLong
        : [`P2 ended for ${endReason}, which had no cause`]
  }
}

/** The end reasons that the faults of the provider, or of the line to it, may lead to. */
function failuresOf(script: Script, { message, providerFaults }: AnswerHistory): EndReason[] {
  const failures: EndReason[] = []
  if (script.status === 429) failures.push('provider_rate_limit')
  if (script.status === 500 || script.errorAfter !== undefined) failures.push('provider_error')
  if (script.cutAfter !== undefined) {
    failures.push('provider_unreachable')
    // A line speaks HTTP/1.0, in which a cut looks like the end of the body.
    if (message?.metadata?.model?.startsWith('line')) failures.push('provider_protocol')
  }
  if (script.endAfter !== undefined || script.garbageAfter !== undefined) {
    failures.push('provider_protocol')
  }
  if (providerFaults.some(({ kind }) => kind === 'reset' || kind === 'end')) {
    failures.push('provider_unreachable', 'provider_protocol')
  }
  return failures
}

/** P11: a limit ends an answer that has reached it, and no other. */
function checkLimit(
  reason: 'timeout_first_token' | 'timeout_stall' | 'timeout_total',
  { call, message, providerFaults }: AnswerHistory,
  { end, lasted, isCalm, pace }: { end: number; lasted: number; isCalm: boolean; pace: Pace },
): string[] {
  const hasBegun = message?.metadata?.firstTokenMs !== undefined
  const tokens = call?.tokens ?? []
  // A server that stood still has not read what was sent.
  const isDirect = providerFaults.length === 0 && isCalm
  const { limits, late } = pace
  switch (reason) {
    case 'timeout_first_token': {
      const tooEarly = lasted < limits.firstToken || hasBegun
      return tooEarly ? [`P11 no first token after ${lasted} ms`] : []
    }
    case 'timeout_stall': {
      const lull = (limits.stall * 3) / 4
      const wasSent = ({ sentAt }: { sentAt: number }) => sentAt > end - lull && sentAt < end - 200
      const tooEarly = lasted < limits.stall || (isDirect && tokens.some(wasSent))
      return tooEarly ? ['P11 a stall was seen where text came'] : []
    }
    case 'timeout_total': {
      const silentSince = tokens.at(-1)?.sentAt ?? 0
      const isStalled = isDirect && end - silentSince > limits.stall + SWEEP + late
      const tooEarly = lasted < limits.total
      if (tooEarly) return [`P11 the total limit after ${lasted} ms`]
      return isStalled ? ['P11 another limit came first and did not hold'] : []
    }
  }
}
