import { formatTime } from '@/components/ui/time/format-moment'
import { lastCallUsage } from '@/lib/contract/call-usage'
import type { EarlierCall, MessageMetadata } from '@/lib/contract/message'
import { formatCost, formatCount } from '@/lib/locale/format-figures'

/**
 * The calls of the model for one answer, if it took more than one: the start and the tokens of each.
 * @param timeZone for tests
 */
export function callFactsOf(
  { earlierCalls = [], startedAt, usage }: MessageMetadata,
  timeZone?: string,
): { label: string; value: string }[] {
  if (earlierCalls.length === 0) return []
  const last: EarlierCall = {
    ...(startedAt !== undefined && { startedAt }),
    ...(usage && { usage: lastCallUsage(usage, earlierCalls) }),
  }
  return [...earlierCalls, last].map((call, index) => ({
    label: `Call ${index + 1}`,
    value: callWords(call, timeZone),
  }))
}

function callWords({ startedAt, usage }: EarlierCall, timeZone: string | undefined): string {
  const began = startedAt === undefined ? [] : [formatTime(startedAt, timeZone)]
  if (!usage) return [...began, 'token count not known'].join(' · ')
  const { inputTokens, outputTokens, estimated, cost } = usage
  const prompt = formatCount(inputTokens)
  const answer = formatCount(outputTokens)
  return [
    ...began,
    estimated ? `about ${prompt} + ${answer} tokens` : `${prompt} + ${answer} tokens`,
    ...(cost ? [`about ${formatCost(cost.amount)}`] : []),
  ].join(' · ')
}
