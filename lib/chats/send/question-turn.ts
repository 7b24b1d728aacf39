import type { ChatServices } from '@/lib/chats/chat-services'
import { notFound } from '@/lib/chats/not-found'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_QUESTION_CHARACTERS } from '@/lib/contract/limits'
import { textLengthOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { ChatRecord } from '@/lib/db/chats'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import { newId } from '@/lib/platform/ids'
import { sentQuestionOf } from './find-asked'
import type { Turn } from './start-answer'

type Submission = Extract<SendRequest, { trigger: 'submit-message' }>

/**
 * The turn of a new question, of an edit (a sibling of the question that it replaces), or of the
 * question that is `asked` already, to be answered again. Throws `too_large`, `not_found`.
 */
export async function questionTurn(
  { database }: ChatServices,
  personId: string,
  request: Submission,
  asked: MessageRecord | undefined,
): Promise<Turn> {
  const sent = sentQuestionOf(request)
  if (textLengthOf(sent.parts) > MAX_QUESTION_CHARACTERS) {
    const most = MAX_QUESTION_CHARACTERS.toLocaleString('en')
    const message = `A question can have at most ${most} characters.`
    throw new FullstopError('too_large', message, {
      field: 'message',
      limit: MAX_QUESTION_CHARACTERS,
    })
  }
  const { messageId } = request
  const edited =
    messageId === undefined
      ? undefined
      : await findEdited(database, personId, request.id, messageId)
  const chatId = request.id ?? edited?.chatId ?? asked?.chatId ?? newId()
  const chat = await database.chats.find(personId, chatId)
  const parentId = edited
    ? edited.parentId
    : await parentOf(database, personId, { chatId, chat, request })
  return {
    chatId,
    chat,
    question: asked ?? { ...sent, parentId },
    questionIsNew: !asked,
    answerId: request.assistantMessageId,
    sessionId: request.sessionId,
    model: request.model,
    supersede: request.options?.supersede ?? false,
    graceMs: request.options?.graceMs,
  }
}

/** The newest edit of the question that the client knows by this ID. Throws `not_found`. */
async function findEdited(
  { messages }: Database,
  personId: string,
  chatId: string | undefined,
  messageId: string,
): Promise<MessageRecord> {
  const named = await messages.find(personId, messageId)
  const isQuestion = named?.role === 'user' && (chatId ?? named.chatId) === named.chatId
  const newest = isQuestion && (await messages.findNewestEdit(personId, named.chatId, messageId))
  if (!newest) throw notFound('message', 'messageId')
  return newest
}

/** The named parent, else the message (or none) that the client shows before it, else the chat's leaf. */
async function parentOf(
  { messages }: Database,
  personId: string,
  options: { chatId: string; chat: ChatRecord | undefined; request: Submission },
): Promise<string | null> {
  const { chatId, chat, request } = options
  const { parentId, previousMessageId, isFirst } = request
  if (parentId === null || (parentId === undefined && isFirst)) return null
  if (parentId !== undefined) {
    const parent = await messages.find(personId, parentId)
    if (parent?.chatId !== chatId) throw notFound('message', 'parentId')
    return parentId
  }
  const previous =
    previousMessageId === undefined ? undefined : await messages.find(personId, previousMessageId)
  return previous?.chatId === chatId ? previous.id : (chat?.leafId ?? null)
}
