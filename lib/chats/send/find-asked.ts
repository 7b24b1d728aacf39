import type { MessagePart } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import { newId } from '@/lib/platform/ids'

/** A question as it is sent; with `editOf`, in the place of the one that the client knows by that ID. */
export type SentQuestion = { id: string; parts: MessagePart[]; editOf?: string }

type Submission = Extract<SendRequest, { trigger: 'submit-message' }>

/** The question of a send, with an ID of ours where it brings none. */
export function sentQuestionOf({ message, messageId }: Submission): SentQuestion {
  return {
    id: message.id ?? newId(),
    parts: message.parts.map(({ type, text }) => ({ type, text })),
    ...(messageId !== undefined && { editOf: messageId }),
  }
}

/**
 * The stored question with this ID and this text: it was sent before, and is never asked twice. The
 * stock client sends an edit under the ID of the question that it edits: that was sent before only
 * where the question has an edit already.
 */
export async function findAsked(
  { messages }: Database,
  personId: string,
  chatId: string | undefined,
  { id, parts, editOf }: SentQuestion,
): Promise<MessageRecord | undefined> {
  const known = await messages.find(personId, id)
  const asked =
    known && editOf === id ? await messages.findNewestEdit(personId, known.chatId, id) : known
  if (asked?.role !== 'user' || (editOf === id && asked.id === id)) return undefined
  const isHere = chatId === undefined || chatId === asked.chatId
  return isHere && textOf(asked.parts) === textOf(parts) ? asked : undefined
}
