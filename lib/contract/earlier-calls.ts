import { lastCallUsage } from './call-usage'
import type { EarlierCall, MessageMetadata } from './message'

/** An answer that goes on for ever grows no list: the last of these counts with what comes after. */
const MOST_CALLS = 50

type EndedCall = Pick<
  MessageMetadata,
  'earlierCalls' | 'usage' | 'model' | 'startedAt' | 'endedAt' | 'endReason'
>

/** The calls of an answer that has ended, for when it goes on in another one. Pure. */
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
