import type { SendRequest } from '@/lib/contract/request'
import { newId } from '@/lib/platform/ids'
import type { ChatServices } from './chat-services'
import { checkBudget } from './check-budget'
import { clearChat, streamActive } from './clear-chat'
import { findAnswer } from './find-answer'
import { fitContext } from './fit-context'
import { modelPromptOf } from './model-prompt'
import { notFound } from './not-found'
import { refuseFullAnswer } from './refuse-full-answer'
import { modelOfChat, resolveModel } from './resolve-model'
import { runAnswer } from './run-answer'
import type { SentAnswer } from './sent-answer'
import { findGoneOnBefore, sessionIdTaken } from './sent-before'
import { LONGEST_PATH } from './start-answer'

/**
 * Lets an answer go on from where it stopped, in a new session of the same message: its text only
 * grows. Throws `not_found`, `id_conflict`, `model_unavailable`, `stream_active`, `too_large`,
 * `budget_spent`, `storage_full` and `too_many_streams`.
 */
export async function continueAnswer(
  services: ChatServices,
  personId: string,
  request: SendRequest,
): Promise<SentAnswer> {
  const { database, streams, models, clock, processId } = services
  const ended = await findAnswer(database, personId, request.id, request.messageId)
  const findSent = () => findGoneOnBefore(services, personId, ended.id, request.sessionId)
  const sentBefore = await findSent()
  if (sentBefore) return sentBefore
  const chat = await database.chats.find(personId, ended.chatId)
  if (!chat) throw notFound('chat', 'id')
  const model =
    request.model === undefined
      ? modelOfChat(models, ended.model ?? chat.model)
      : resolveModel(models, request.model)
  const supersede = request.options?.supersede === true || chat.activeMessageId === ended.id
  // The same call may have come twice at once: the faster one's session is not in the way.
  const isRunning = () =>
    request.sessionId !== undefined &&
    streams.running(personId, ended.id)?.sessionId === request.sessionId
  if (!isRunning()) await clearChat(services, chat.activeMessageId, supersede)
  // Its last session may have ended in the database and not yet here.
  if (!isRunning()) await streams.cancel(ended.id, { reason: 'superseded' })
  const sentMeanwhile = await findSent()
  if (sentMeanwhile) return sentMeanwhile
  // It cannot be saved how its last session ended: a new one would have no place here.
  if (streams.isActive(ended.id)) throw streamActive(ended.id)
  await database.refuseToGrow()
  const place = await streams.reserve(personId)
  try {
    const whole = await database.messages.path(personId, ended.id, LONGEST_PATH)
    refuseFullAnswer(whole.at(-1) ?? ended, streams.maxCharacters)
    const openPurse = await checkBudget(services, personId, model, whole, chat.settings)
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
      leftOut,
      sessionId: request.sessionId ?? newId(),
      now: clock.now(),
    })
    switch (begun.outcome) {
      case 'started': {
        const after = runAnswer(services, { ...begun, model, prompt, openPurse })
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
    place.release()
  }
}
