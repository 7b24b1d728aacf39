import type { Turn } from '@/client/api'

/**
 * The turn, under the IDs of an unsent one that asks for the same. The unsent one may have arrived all
 * the same, and the server answers a turn that it knows only once. Pure.
 */
export function underSameIds(turn: Turn, unsent: Turn | undefined): Turn {
  if (!unsent || !asksTheSame(turn, unsent)) return turn
  const { assistantMessageId, sessionId } = unsent
  const again = { ...turn, assistantMessageId, sessionId }
  return again.trigger === 'submit-message' && unsent.trigger === 'submit-message'
    ? { ...again, message: unsent.message }
    : again
}

function asksTheSame(turn: Turn, unsent: Turn): boolean {
  if (turn.trigger !== unsent.trigger || placeOf(turn) !== placeOf(unsent)) return false
  return textOfTurn(turn) === textOfTurn(unsent)
}

/** The text written for a turn; undefined if it asks for another answer, or for more of one. */
export function textOfTurn(turn: Turn): string | undefined {
  if (turn.trigger !== 'submit-message') return undefined
  return turn.message.parts.map(({ text }) => text).join('')
}

function placeOf(turn: Turn): string | null {
  return 'messageId' in turn ? `beside ${turn.messageId}` : turn.parentId
}
