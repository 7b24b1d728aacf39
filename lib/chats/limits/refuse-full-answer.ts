import { FullstopError } from '@/lib/contract/fullstop-error'
import { LONGEST_GRAPHEME, lengthOfKind } from '@/lib/contract/message-text'
import { everyKind } from '@/lib/contract/parts/part-kinds'
import type { MessageRecord } from '@/lib/db/messages'

/**
 * Throws `too_large` for an answer of the maximum length: going on would pay for its question once
 * more and bring nothing. The cut at the limit may have been made a grapheme before it.
 * @param longest the limit of its text, and of its reasoning, in UTF-16 code units
 */
export function refuseFullAnswer(
  { parts, endReason }: Pick<MessageRecord, 'parts' | 'endReason'>,
  longest: number,
): void {
  const length = Math.max(...everyKind.map((kind) => lengthOfKind(parts, kind)))
  const cutBefore = endReason === 'length' ? LONGEST_GRAPHEME : 0
  if (length < longest - cutBefore) return
  throw new FullstopError(
    'too_large',
    'This answer has reached the maximum length. Ask for the rest in a new question.',
    { limit: longest },
  )
}
