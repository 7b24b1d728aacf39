import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { findAnswer } from '@/lib/chats/find/find-answer'
import { refuseFullAnswer } from '@/lib/chats/limits/refuse-full-answer'
import { refuseFullStorage } from '@/lib/chats/limits/refuse-full-storage'
import { modelOfChat, resolveModel } from '@/lib/chats/models/resolve-model'
import { notFound } from '@/lib/chats/not-found'
import { readConversation } from '@/lib/chats/prompt/read-conversation'
import type { SendRequest } from '@/lib/contract/request'
import type { AnswerGoesOn } from '@/lib/db/streams'
import { newId } from '@/lib/platform/ids'
import { makeWay, streamActive } from './make-way'
import { runSession, type OtherOutcome } from './run-session'
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
  const { database, streams, models } = services
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
  // A send that is refused must not have ended another answer.
  await refuseFullStorage(services, sender)
  const supersede = request.options?.supersede === true || chat.activeMessageId === ended.id
  // The same call may have come twice at once: the faster one's session is not in the way.
  const isRunning = () =>
    request.sessionId !== undefined &&
    streams.running(personId, ended.id, request.sessionId)?.sessionId === request.sessionId
  if (!isRunning()) await makeWay(services, personId, chat.activeMessageId, supersede)
  // The answer's last session may have ended in the database and not yet here.
  if (!isRunning() && streams.isActive(ended.id)) {
    await streams.cancel(personId, ended.id, { reason: 'superseded' })
  }
  const sentMeanwhile = await findSent()
  if (sentMeanwhile) return sentMeanwhile
  if (streams.isActive(ended.id)) {
    // The faster call may have begun its session meanwhile.
    const sent = await findSent()
    if (sent) return sent
    // The end of its last session cannot be saved, so a new session has no place here.
    throw streamActive(ended.id)
  }
  const begun = await runSession<OtherOutcome<AnswerGoesOn>>(
    services,
    {
      sender,
      stream: {
        chatId: ended.chatId,
        questionId: ended.parentId ?? ended.id,
        messageId: ended.id,
        sessionId: request.sessionId ?? newId(),
      },
      model,
      settings: chat.settings,
      graceMs: request.options?.graceMs,
      async readConversation() {
        const read = await readConversation(database, personId, ended.id, model.contextWindow)
        const { parts } = read.conversation.at(-1) ?? ended
        refuseFullAnswer({ ...ended, parts }, streams.maxCharacters)
        return { whole: read.conversation, older: read.older }
      },
    },
    (session) => database.streams.beginAgain(session),
  )
  if ('answer' in begun) return begun
  switch (begun.outcome) {
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
}
