import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import type { AnswerView } from './answer-view'

/**
 * What the page shows of an answer: what has come; of one that goes on no less than was there before,
 * while its new session brings that again.
 */
export function shownPartsOf({ message, partsBefore }: AnswerView): readonly MessagePart[] {
  const { parts } = message
  if (!partsBefore || textLengthOf(partsBefore) <= textLengthOf(parts)) return parts
  return partsBefore
}
