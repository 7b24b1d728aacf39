import type { Receipt, Usage } from '@/lib/contract/message'
import type { MessageStore } from '@/lib/db/messages'
import { medianOf } from './median'
import type { RunningStream } from './running-stream'

/** Of fewer answers than this, a median says nothing. */
const FEWEST_ANSWERS = 5

type AnswerLengths = Pick<MessageStore, 'completedOutputTokens' | 'everyonesOutputTokens'>

/**
 * What a stop achieved. What it saved is an estimate: how long such answers are as a rule, less what
 * there was of this one; left out where this one was as long already.
 */
export async function writeReceipt(
  stream: RunningStream,
  {
    usage,
    ...times
  }: Pick<Receipt, 'stoppedInMs' | 'closeUnseen' | 'savedInMs' | 'graceMs'> & { usage: Usage },
  lengths: AnswerLengths,
): Promise<Receipt> {
  const { log, pricing } = stream
  const { tokens: usual, beside: savedBeside } = await usualLength(stream, lengths)
  const savedTokens = Math.max(0, Math.round(usual - usage.outputTokens))
  const savedCost = pricing.costOf({ inputTokens: 0, outputTokens: savedTokens })
  return {
    ...times,
    keptCharacters: log.textLength,
    outputTokens: usage.outputTokens,
    estimated: usage.estimated,
    providerStopsBilling: pricing.stopsWithCall,
    ...(savedTokens > 0 && {
      savedTokens,
      savedBeside,
      ...(savedCost && { savedCost: savedCost.amount }),
    }),
  }
}

/**
 * How long this person's answers of the model are, else everybody's, else a guess. Of other people
 * one median leaves: it tells neither whose answers they were, nor when, nor a word of them.
 */
async function usualLength(
  { record, usualTokens }: RunningStream,
  lengths: AnswerLengths,
): Promise<{ tokens: number; beside: NonNullable<Receipt['savedBeside']> }> {
  const model = record.model ?? ''
  const own = await lengths.completedOutputTokens(record.ownerId, model)
  if (own.length >= FEWEST_ANSWERS) return { tokens: medianOf(own), beside: 'own' }
  const all = await lengths.everyonesOutputTokens(model)
  if (all.length >= FEWEST_ANSWERS) return { tokens: medianOf(all), beside: 'everyone' }
  return { tokens: usualTokens, beside: 'catalogue' }
}
