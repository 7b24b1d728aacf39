import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import type { SentenceEstimate } from '@/lib/contract/cancel-outcome'
import { medianOf } from '@/lib/metering/median'
import { LONGEST_REST, sentencesOf } from '@/lib/streams/answer/sentence-end'
import type { RunningStream } from '@/lib/streams/run/running-stream'

/** How much of a text's end is read, in UTF-16 code units: some twenty sentences. */
const TAIL = 2_000

/** The length assumed before any sentence, or line of code, has ended, in UTF-16 code units. */
const USUAL_SENTENCE = 100
const USUAL_LINE = 40

/**
 * The likely cost of letting a stream finish its sentence or, in code, its line: the median length
 * of those before, less the text already there. At least one token; undefined if no such end is due.
 */
export function estimateSentence({
  log,
  state,
  meter,
}: Pick<RunningStream, 'log' | 'state' | 'meter'>): SentenceEstimate | undefined {
  if (state.phase !== 'active' || !state.lastSentence) return undefined
  const { inCode } = state.lastSentence
  const tail = log.readText(Math.max(0, log.end - TAIL))
  const { ended, open } = sentencesOf(tail, inCode)
  // The first sentence of a tail may have begun before the tail.
  const lengths = ended.slice(tail.length < log.textLength ? 1 : 0).map(({ length }) => length)
  const fallback = inCode ? USUAL_LINE : USUAL_SENTENCE
  const usual = lengths.length === 0 ? fallback : medianOf(lengths)
  const rest = Math.min(LONGEST_REST, usual - open.length)
  const tokensAUnit = estimateTokens(tail) / Math.max(1, tail.length)
  const outputTokens = Math.max(1, Math.round(rest * tokensAUnit))
  const cost = meter.costOf(outputTokens)
  return { outputTokens, ...(cost !== undefined && { cost }) }
}
