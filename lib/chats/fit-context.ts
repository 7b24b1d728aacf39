import type { ChatSettings } from '@/lib/contract/chat'
import type { MessagePart } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { countTokens } from '@/lib/providers/count-tokens'

/** What every message costs beside its text. */
const TOKENS_A_MESSAGE = 4

/** Counts are those of one vendor's tokenizer, and another's may be higher. */
const MARGIN = 0.9

/** What an answer is left room for, where nothing says how long it may be. */
const USUAL_ANSWER = 8_192

type PathMessage = { role: 'user' | 'assistant'; parts: readonly MessagePart[] }

/**
 * What of a conversation a model can take: the oldest turns are left out, whole, until the rest and
 * an answer fit into its context. The last question stays, however long it is.
 */
export function fitContext<Message extends PathMessage>(
  path: readonly Message[],
  contextWindow: number | undefined,
  { systemPrompt = '', maxOutputTokens }: ChatSettings,
): { path: readonly Message[]; leftOut: number } {
  if (contextWindow === undefined) return { path, leftOut: 0 }
  const answer = Math.min(maxOutputTokens ?? USUAL_ANSWER, contextWindow / 2)
  const budget = (contextWindow - answer) * MARGIN
  const lengths = path.map((message) => textOf(message.parts).length + TOKENS_A_MESSAGE)
  // A token is a character at least, all but always: most conversations need no counting.
  const most = lengths.reduce((sum, length) => sum + length, systemPrompt.length)
  if (most <= budget) return { path, leftOut: 0 }

  const lastQuestion = path.findLastIndex(({ role }) => role === 'user')
  let first = path.length
  let tokens = countTokens(systemPrompt)
  for (let index = path.length - 1; index >= 0; index -= 1) {
    tokens += countTokens(textOf(path[index]?.parts ?? [])) + TOKENS_A_MESSAGE
    if (tokens > budget && index < lastQuestion) break
    if (path[index]?.role === 'user') first = index
  }
  return { path: path.slice(first), leftOut: first }
}
