import { estimateTokens } from '@/lib/budgets/estimate-tokens'
import type { ChatSettings } from '@/lib/contract/chat'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf, textOf } from '@/lib/contract/message-text'
import { countTokensInSlices } from '@/lib/providers/tokens/count-in-slices'
import { tokensOfMessage } from './message-tokens'

/** The tokens that every message costs in addition to its text. */
const TOKENS_A_MESSAGE = 4

/** Counts are those of one vendor's tokenizer, and another's may be higher. */
const MARGIN = 0.9

/** The tokens that are left for an answer where no setting limits its length. */
const USUAL_ANSWER = 8_192

export type PathMessage = { id?: string; role: 'user' | 'assistant'; parts: readonly MessagePart[] }

/**
 * The part of a conversation that a model can take: the oldest turns are left out, whole, until the
 * rest and an answer fit into its context. The last question stays, however long it is. Tokens are
 * counted only where the number of characters does not settle it.
 */
export async function fitContext<Message extends PathMessage>(
  path: readonly Message[],
  contextWindow: number | undefined,
  settings: ChatSettings,
): Promise<{ path: readonly Message[]; leftOut: number }> {
  if (contextWindow === undefined) return { path, leftOut: 0 }
  const { systemPrompt = '' } = settings
  const budget = roomIn(contextWindow, settings)
  const lengths = path.map(({ parts }) => textLengthOf(parts) + TOKENS_A_MESSAGE)
  // A token nearly always has at least one character: most conversations need no counting.
  const most = lengths.reduce((sum, length) => sum + length, systemPrompt.length)
  if (most <= budget) return { path, leftOut: 0 }

  const lastQuestion = path.findLastIndex(({ role }) => role === 'user')
  let first = path.length
  let tokens = await countTokensInSlices(systemPrompt)
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const message = path[index]
    if (!message) break
    tokens += (await tokensOfMessage(message)) + TOKENS_A_MESSAGE
    if (tokens > budget && index < lastQuestion) break
    if (message.role === 'user') first = index
  }
  return { path: path.slice(first), leftOut: first }
}

/** About how many tokens `fitContext` leaves of a conversation, estimated from its bytes. */
export function estimateFitted(
  path: readonly PathMessage[],
  contextWindow: number | undefined,
  settings: ChatSettings,
): number {
  const budget = contextWindow === undefined ? Infinity : roomIn(contextWindow, settings)
  const lastQuestion = path.findLastIndex(({ role }) => role === 'user')
  let tokens = estimateTokens(settings.systemPrompt ?? '')
  for (let index = path.length - 1; index >= 0; index -= 1) {
    const more = estimateTokens(textOf(path[index]?.parts ?? [])) + TOKENS_A_MESSAGE
    if (tokens + more > budget && index < lastQuestion) break
    tokens += more
  }
  return tokens
}

/** How many tokens a conversation may have so that its answer still fits. */
function roomIn(contextWindow: number, { maxOutputTokens }: ChatSettings): number {
  const answer = Math.min(maxOutputTokens ?? USUAL_ANSWER, contextWindow / 2)
  return (contextWindow - answer) * MARGIN
}
