import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { findAnswer } from '@/lib/chats/find/find-answer'
import { checkBudget } from '@/lib/chats/limits/check-budget'
import { refuseFullAnswer } from '@/lib/chats/limits/refuse-full-answer'
import { refuseFullStorage } from '@/lib/chats/limits/refuse-full-storage'
import { modelOfChat, resolveModel } from '@/lib/chats/models/resolve-model'
import { notFound } from '@/lib/chats/not-found'
import { fitContext } from '@/lib/chats/prompt/fit-context'
import { modelPromptOf } from '@/lib/chats/prompt/model-prompt'
import { readConversation } from '@/lib/chats/prompt/read-conversation'
import type { SendRequest } from '@/lib/contract/request'
import { newId } from '@/lib/platform/ids'
import { clearChat, streamActive } from './clear-chat'
import { runAnswer } from './run-answer'
import type { SentAnswer } from './sent-answer'
import { findGoneOnBefore, sessionIdTaken } from './sent-before'

/**
 * Lets an answer go on from where it stopped, in a new session of the same message: its text only
 * grows. Throws `not_found`, `id_conflict`, `model_unavailable`, `stream_active`, `too_large`,
 * `budget_spent`, `storage_full` and `too_many_streams`.
 */
export async function continueAnswer(
  services: ChatServices,
  sender: Sender,
  request: SendRequest,
  lastEventId?: string,
): Promise<SentAnswer> {
  const { database, streams, models, clock, processId } = services
  const personId = sender.id
  const ended = await findAnswer(database, personId, request.id, request.messageId)
  const findSent = () =>
    findGoneOnBefore(services, personId, ended.id, { sessionId: request.sessionId, lastEventId })
  const sentBefore = await findSent()
  if (sentBefore) return sentBefore
  const chat = await database.chats.find(personId, ended.chatId)
  if (!chat) throw notFound('chat', 'id')
  const model =
    request.model === undefined
      ? modelOfChat(models, ended.model ?? chat.model)
      : resolveModel(models, request.model)
  // A refusal must not end another answer first.
  await refuseFullStorage(services, sender)
  const supersede = request.options?.supersede === true || chat.activeMessageId === ended.id
  // The same call may have come twice at once: the faster one's session is not in the way.
  const isRunning = () =>
    request.sessionId !== undefined &&
    streams.running(personId, ended.id, request.sessionId)?.sessionId === request.sessionId
  if (!isRunning()) await clearChat(services, personId, chat.activeMessageId, supersede)
  // Its last session may have ended in the database and not yet here.
  if (!isRunning() && streams.isActive(ended.id)) {
    await streams.cancel(personId, ended.id, { reason: 'superseded' })
  }
  const sentMeanwhile = await findSent()
  if (sentMeanwhile) return sentMeanwhile
  if (streams.isActive(ended.id)) {
    // The faster one may have begun while that was looked up.
    const sent = await findSent()
    if (sent) return sent
    // It cannot be saved how its last session ended: a new one would have no place here.
    throw streamActive(ended.id)
  }
  const opening = await streams.open({
    sender,
    chatId: ended.chatId,
    questionId: ended.parentId ?? ended.id,
    messageId: ended.id,
    sessionId: request.sessionId ?? newId(),
  })
  try {
    const { conversation: whole, older } = await readConversation(
      database,
      personId,
      ended.id,
      model.contextWindow,
    )
    refuseFullAnswer(whole.at(-1) ?? ended, streams.maxCharacters)
    const openPurse = await checkBudget(services, sender, model, whole, chat.settings)
    const { path, leftOut } = await fitContext(whole, model.contextWindow, chat.settings)
    const prompt = modelPromptOf(path, {
      systemPrompt: chat.settings.systemPrompt,
      continuation: model.continuation,
    })
    const begun = await database.streams.beginAgain({
      ownerId: personId,
      processId,
      messageId: ended.id,
      model: model.id,
      leftOut: older + leftOut,
      sessionId: opening.sessionId,
      now: clock.now(),
      monotonicNow: clock.monotonic(),
    })
    switch (begun.outcome) {
      case 'started': {
        const graceMs = request.options?.graceMs
        const after = runAnswer(services, { ...begun, opening, model, prompt, openPurse, graceMs })
        return { answer: begun.answer, after }
      }
      case 'session_id_taken': {
        const sent = await findSent()
        if (!sent) throw sessionIdTaken()
        return sent
      }
      case 'gone':
        throw notFound('message', 'messageId')
      case 'chat_answering':
        throw streamActive(chat.activeMessageId)
    }
  } finally {
    streams.withdraw(opening)
  }
}
