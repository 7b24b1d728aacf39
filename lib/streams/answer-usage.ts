import type { Usage } from '@/lib/contract/message'
import { countTokens } from '@/lib/providers/count-tokens'
import type { RunningStream } from './running-stream'
import type { StreamEnd } from './stream-state'

const NOTHING: Usage = { inputTokens: 0, outputTokens: 0, estimated: false }

/**
 * What a session used, and what that costs, as the provider reported it. Most report nothing for a
 * call that was aborted, so it is counted here then.
 */
export function usageOfSession(stream: RunningStream, end: StreamEnd): Usage {
  if (wasRefused(stream, end)) return NOTHING
  const { usage: reported } = end
  const inputTokens = reported?.inputTokens ?? countTokens(stream.inputText)
  const outputTokens = reported?.outputTokens ?? countTokens(stream.receivedText)
  const cost = stream.pricing.costOf({ ...reported, inputTokens, outputTokens })
  const { reasoningTokens = 0 } = reported ?? {}
  return {
    inputTokens,
    outputTokens,
    estimated: reported?.inputTokens === undefined || reported.outputTokens === undefined,
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(cost && { cost }),
  }
}

/** The provider said no, or could not be reached; one that only took too long was at work. */
function wasRefused({ state }: RunningStream, { reason, error }: StreamEnd): boolean {
  return error !== undefined && state.firstTokenAt === undefined && !reason.startsWith('timeout_')
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
