import type { Usage } from '@/lib/contract/message'
import { countTokensInSlices } from '@/lib/providers/count-in-slices'
import type { RunningStream } from './running-stream'
import type { StreamEnd } from './stream-state'

const NOTHING: Usage = { inputTokens: 0, outputTokens: 0, estimated: false }

/** What a session used, and what that costs, as the provider reported it; undefined if it did not. */
export function reportedUsage(stream: RunningStream, end: StreamEnd): Usage | undefined {
  if (wasRefused(stream, end)) return NOTHING
  const { inputTokens, outputTokens } = end.usage ?? {}
  if (inputTokens === undefined || outputTokens === undefined) return undefined
  return usageOf(stream, end, { inputTokens, outputTokens, estimated: false })
}

/** The same where it is to be counted here: most report nothing for a call that was aborted. */
export async function countedUsage(stream: RunningStream, end: StreamEnd): Promise<Usage> {
  const { inputTokens, outputTokens } = end.usage ?? {}
  return usageOf(stream, end, {
    inputTokens: inputTokens ?? (await countTokensInSlices(stream.inputText)),
    outputTokens: outputTokens ?? (await countTokensInSlices(stream.receivedText)),
    estimated: true,
  })
}

function usageOf(stream: RunningStream, { usage: reported }: StreamEnd, counts: Usage): Usage {
  const cost = stream.pricing.costOf({ ...reported, ...counts })
  const { reasoningTokens = 0 } = reported ?? {}
  return {
    ...counts,
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(cost && { cost }),
  }
}

/** The provider said no, or could not be reached; one that only took too long was at work. */
function wasRefused({ state }: RunningStream, { reason, error, usage }: StreamEnd): boolean {
  const wasAtWork = usage !== undefined || reason.startsWith('timeout_')
  return error !== undefined && state.firstTokenAt === undefined && !wasAtWork
}

/** What a vendor charges that goes on with an answer whose call was closed, as a rule, in tokens. */
const WHOLE_ANSWER = 4_096

/** What a model that has not been heard yet may have thought meanwhile, in tokens a second. */
const THOUGHT_A_SECOND = 20

/**
 * What a session is counted with against budgets: where nobody reported it, also what may have been
 * generated unseen. Else who stops each answer before its first word would spend without an end.
 */
export function chargeOf(
  { pricing, state }: RunningStream,
  { at, usage: reported }: StreamEnd,
  { inputTokens, outputTokens, estimated }: Usage,
): number {
  // What was refused used nothing, and is not estimated.
  if (!estimated || reported?.outputTokens !== undefined) return inputTokens + outputTokens
  const thought = ((at - state.startedAt) / 1000) * THOUGHT_A_SECOND
  const whole = pricing.stopsWithCall === false ? WHOLE_ANSWER : 0
  return inputTokens + Math.ceil(Math.max(outputTokens, thought, whole))
}

/** What a message's sessions used together; prices are of the day of the latest. */
export function addUsage(before: Usage | null, { cost, ...session }: Usage): Usage {
  if (!before) return { ...session, ...(cost && { cost }) }
  const reasoningTokens = (before.reasoningTokens ?? 0) + (session.reasoningTokens ?? 0)
  const latestCost = cost ?? before.cost
  return {
    inputTokens: before.inputTokens + session.inputTokens,
    outputTokens: before.outputTokens + session.outputTokens,
    estimated: before.estimated || session.estimated,
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(latestCost && {
      cost: { ...latestCost, amount: (before.cost?.amount ?? 0) + (cost?.amount ?? 0) },
    }),
  }
}
