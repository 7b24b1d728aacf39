import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_QUESTION_CHARACTERS } from '@/lib/contract/limits'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf, textOf } from '@/lib/contract/message-text'
import type { SendRequest } from '@/lib/contract/request'
import type { MessageRecord } from '@/lib/db/database'
import { newId } from '@/lib/platform/ids'
import type { ChatServices } from './chat-services'
import { findQuestion } from './find-question'
import { notFound } from './not-found'
import { startAnswer, type Turn } from './start-answer'

/**
 * Sends a question, edits one, or asks for another answer. Resolves with the answer, which streams
 * or, when its ID was sent before with the same question, is whatever it has become.
 */
export async function sendMessage(
  services: ChatServices,
  personId: string,
  request: SendRequest,
): Promise<MessageRecord> {
  const sentBefore = await findSentBefore(services, personId, request)
  if (sentBefore) return sentBefore
  const turn =
    request.trigger === 'submit-message'
      ? await questionTurn(services, personId, request)
      : await regenerationTurn(services, personId, request)
  const answer =
    (await startAnswer(services, turn)) ?? (await findSentBefore(services, personId, request))
  if (answer) return answer
  throw answerIdConflict()
}

type Submission = Extract<SendRequest, { trigger: 'submit-message' }>
type Regeneration = Extract<SendRequest, { trigger: 'regenerate-message' }>

/** The answer with this ID, if it answers the same question. Throws `id_conflict` if another. */
async function findSentBefore(
  { database }: ChatServices,
  personId: string,
  request: SendRequest,
): Promise<MessageRecord | undefined> {
  if (request.assistantMessageId === undefined) return undefined
  const answer = await database.messages.find(personId, request.assistantMessageId)
  if (!answer) return undefined
  const question =
    answer.parentId === null ? undefined : await database.messages.find(personId, answer.parentId)
  const sameChat = request.id === undefined || request.id === answer.chatId
  const sameQuestion =
    request.trigger === 'regenerate-message' ||
    (question !== undefined && textOf(question.parts) === textOf(partsOf(request)))
  if (answer.role === 'assistant' && sameChat && sameQuestion) return answer
  throw answerIdConflict()
}

async function questionTurn(
  { database }: ChatServices,
  personId: string,
  request: Submission,
): Promise<Turn> {
  const parts = partsOf(request)
  if (textLengthOf(parts) > MAX_QUESTION_CHARACTERS) {
    throw new FullstopError(
      'too_large',
      `A question may have at most ${MAX_QUESTION_CHARACTERS} characters.`,
      { field: 'message', limit: MAX_QUESTION_CHARACTERS },
    )
  }
  const edited =
    request.messageId === undefined
      ? undefined
      : await findQuestion(database, personId, request.id, request.messageId)
  const chatId = request.id ?? edited?.chatId ?? newId()
  const chat = await database.chats.find(personId, chatId)
  const parentOf = async () => {
    if (edited) return edited.parentId
    if (request.parentId === null) return null
    if (request.parentId !== undefined) {
      const parent = await database.messages.find(personId, request.parentId)
      if (parent?.chatId !== chatId) throw notFound('message', 'parentId')
      return parent.id
    }
    const { previousMessageId } = request
    const previous =
      previousMessageId === undefined
        ? undefined
        : await database.messages.find(personId, previousMessageId)
    return previous?.chatId === chatId ? previous.id : (chat?.leafId ?? null)
  }
  return {
    personId,
    chatId,
    chat,
    question: {
      id: request.message.id ?? newId(),
      parts,
      parentId: await parentOf(),
      ...(request.messageId !== undefined && { editOf: request.messageId }),
    },
    questionIsNew: true,
    answerId: request.assistantMessageId,
    model: request.model,
    supersede: request.options?.supersede ?? false,
  }
}

async function regenerationTurn(
  { database }: ChatServices,
  personId: string,
  request: Regeneration,
): Promise<Turn> {
  const question = await findQuestion(database, personId, request.id, request.messageId)
  return {
    personId,
    chatId: question.chatId,
    chat: await database.chats.find(personId, question.chatId),
    question,
    questionIsNew: false,
    answerId: request.assistantMessageId,
    model: request.model,
    supersede: request.options?.supersede ?? false,
  }
}

function partsOf(request: Submission): MessagePart[] {
  return request.message.parts.map(({ text }) => ({ type: 'text', text }))
}

function answerIdConflict(): FullstopError {
  return new FullstopError('id_conflict', 'This answer ID is taken.', {
    field: 'assistantMessageId',
  })
}
