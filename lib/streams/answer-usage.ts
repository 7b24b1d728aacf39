import type { Usage } from '@/lib/contract/message'
import { countTokens } from '@/lib/providers/count-tokens'
import type { RunningStream } from './running-stream'
import type { StreamEnd } from './stream-state'

/**
 * What the provider reported and what it costs, added to what earlier sessions had used. Most
 * providers report nothing for a call that was aborted, so it is counted here then.
 */
export function usageOf(stream: RunningStream, { usage: reported, error }: StreamEnd): Usage {
  const before = stream.record.usage
  const reasoningTokens = (reported?.reasoningTokens ?? 0) + (before?.reasoningTokens ?? 0)
  const inputTokens = reported?.inputTokens ?? countTokens(stream.inputText)
  const outputTokens = reported?.outputTokens ?? countTokens(outputTextOf(stream))
  const isReported = reported?.inputTokens !== undefined && reported.outputTokens !== undefined
  // A call that was refused costs nothing.
  const wasRefused = error !== undefined && stream.state.firstTokenAt === undefined
  const cost = wasRefused ? undefined : stream.pricing.costOf({ inputTokens, outputTokens })
  return {
    inputTokens: inputTokens + (before?.inputTokens ?? 0),
    outputTokens: outputTokens + (before?.outputTokens ?? 0),
    estimated: !isReported || before?.estimated === true,
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(cost && { cost: { ...cost, amount: cost.amount + (before?.cost?.amount ?? 0) } }),
  }
}

/** What this session brought, reasoning and all. */
function outputTextOf(stream: RunningStream): string {
  const pieces = stream.log.read(stream.startPosition)
  return pieces.map((piece) => piece.text).join('')
}
