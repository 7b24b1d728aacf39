import { lastCallUsage } from './call-usage'
import type { EarlierCall, MessageMetadata } from './message'

/** The longest list of earlier calls: the calls of an answer beyond it count together as its last. */
export const MOST_CALLS = 50

type EndedCall = Pick<
  MessageMetadata,
  'earlierCalls' | 'usage' | 'model' | 'startedAt' | 'endedAt' | 'endReason'
>

/** The calls of an ended answer, for when it goes on in another call. Pure. */
export function callsOf(ended: EndedCall): EarlierCall[] {
  const { earlierCalls = [], usage, model, startedAt, endedAt, endReason } = ended
  if (earlierCalls.length >= MOST_CALLS) return earlierCalls
  const call: EarlierCall = {
    ...(model !== undefined && { model }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(endReason !== undefined && { endReason }),
    ...(usage && { usage: lastCallUsage(usage, earlierCalls) }),
  }
  return [...earlierCalls, call]
}
