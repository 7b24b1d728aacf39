import type { EarlierCall, Usage } from './message'

/**
 * The usage of an answer's last call: that of the whole answer, less that of its earlier calls. Costs
 * are in US dollars. Pure.
 */
export function lastCallUsage(total: Usage, earlier: readonly EarlierCall[]): Usage {
  const before = earlier.flatMap(({ usage }) => usage ?? [])
  const rest = (countOf: (usage: Usage) => number) =>
    Math.max(0, countOf(total) - before.reduce((sum, usage) => sum + countOf(usage), 0))
  const reasoningTokens = rest((usage) => usage.reasoningTokens ?? 0)
  return {
    inputTokens: rest((usage) => usage.inputTokens),
    outputTokens: rest((usage) => usage.outputTokens),
    estimated: total.estimated,
    ...(reasoningTokens > 0 && { reasoningTokens }),
    ...(total.cost && {
      cost: { ...total.cost, amount: rest((usage) => usage.cost?.amount ?? 0) },
    }),
  }
}
