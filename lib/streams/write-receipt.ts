import type { Receipt, Usage } from '@/lib/contract/message'
import type { MessageStore } from '@/lib/db/database'
import type { RunningStream } from './running-stream'

/** Of fewer answers than this, a median says nothing. */
const FEWEST_ANSWERS = 5

/**
 * What a stop achieved. What it saved is an estimate: how long this person's answers of that model
 * are as a rule, less what there was of this one; left out where there were too few.
 */
export async function writeReceipt(
  { record, log, pricing }: RunningStream,
  {
    usage,
    ...times
  }: Pick<Receipt, 'stoppedInMs' | 'closeUnseen' | 'savedInMs' | 'graceMs'> & { usage: Usage },
  messages: Pick<MessageStore, 'completedOutputTokens'>,
): Promise<Receipt> {
  const lengths = await messages.completedOutputTokens(record.ownerId, record.model ?? '')
  const usual = lengths.length < FEWEST_ANSWERS ? undefined : medianOf(lengths)
  const savedTokens = usual === undefined ? 0 : Math.max(0, Math.round(usual - usage.outputTokens))
  const savedCost = pricing.costOf({ inputTokens: 0, outputTokens: savedTokens })
  return {
    ...times,
    keptCharacters: log.textLength,
    outputTokens: usage.outputTokens,
    estimated: usage.estimated,
    providerStopsBilling: pricing.stopsWithCall,
    ...(savedTokens > 0 && { savedTokens, ...(savedCost && { savedCost: savedCost.amount }) }),
  }
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = sorted.slice(
    Math.floor((sorted.length - 1) / 2),
    Math.floor(sorted.length / 2) + 1,
  )
  return middle.reduce((sum, number) => sum + number, 0) / middle.length
}
