import type { Usage } from '@/lib/contract/message'

/** The usage of all sessions of a message together; the prices' day is that of the latest. */
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
