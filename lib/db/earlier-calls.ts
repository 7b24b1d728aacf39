import { lastCallUsage } from '@/lib/contract/call-usage'
import type { EarlierCall } from '@/lib/contract/message'
import type { LoneMessage } from './database'

/** An answer that goes on for ever grows no list: the last of these counts with what comes after. */
const MOST_CALLS = 50

type EndedCall = Pick<
  LoneMessage,
  'earlierCalls' | 'usage' | 'model' | 'startedAt' | 'endedAt' | 'endReason'
>

/** The calls of an answer that has ended, for when it goes on in another one. Pure. */
export function callsOf(ended: EndedCall): EarlierCall[] {
  const before = ended.earlierCalls ?? []
  if (before.length >= MOST_CALLS) return before
  const { model, startedAt, endedAt, endReason } = ended
  const usage = ended.usage ? lastCallUsage(ended.usage, before) : undefined
  const call: EarlierCall = {
    ...(model !== null && { model }),
    ...(startedAt !== null && { startedAt: new Date(startedAt).toISOString() }),
    ...(endedAt !== null && { endedAt: new Date(endedAt).toISOString() }),
    ...(endReason !== null && { endReason }),
    ...(usage && { usage }),
  }
  return [...before, call]
}
