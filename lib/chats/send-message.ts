import type { Sender } from '@/lib/budgets/sender'
import type { SendRequest } from '@/lib/contract/request'
import type { MessageRecord } from '@/lib/db/messages'
import type { ChatServices } from './chat-services'
import { streamActive } from './clear-chat'
import { continueAnswer } from './continue-answer'
import { findAsked, sentQuestionOf } from './find-asked'
import { questionTurn } from './question-turn'
import { refuseLongGrace } from './refuse-long-grace'
import { regenerationTurn } from './regeneration-turn'
import { retriedTurn } from './retried-turn'
import type { SentAnswer } from './sent-answer'
import { answerIdTaken, findSentBefore, type TurnRequest } from './sent-before'
import { startAnswer } from './start-answer'

/** Another send that arrived at the same moment may have been faster: what it did is found then. */
const ATTEMPTS = 3

/**
 * Sends a question, edits one, asks for another answer or lets one go on. Resolves with the answer,
 * which streams or, when the same was sent before, is what it has become. `lastEventId` is the last
 * that a sender had of the response to the same send.
 */
export async function sendMessage(
  services: ChatServices,
  sender: Sender,
  sent: SendRequest,
  lastEventId?: string,
): Promise<SentAnswer> {
  const personId = sender.id
  refuseLongGrace(services, sent)
  if (sent.trigger === 'continue-message') {
    return continueAnswer(services, sender, sent, lastEventId)
  }
  const request =
    sent.trigger === 'regenerate-message'
      ? await retriedTurn(services.database, personId, sent)
      : sent
  for (let attempt = 1; ; attempt += 1) {
    const asked = await findAskedBefore(services, personId, request)
    const before = { asked, lastEventId }
    const sentBefore = await findSentBefore(services, personId, request, before)
    if (sentBefore) return sentBefore
    const turn =
      request.trigger === 'submit-message'
        ? await questionTurn(services, personId, request, asked)
        : await regenerationTurn(services, personId, request)
    const started = await startAnswer(services, sender, turn)
    if (typeof started !== 'string') return { answer: started }
    if (attempt < ATTEMPTS) continue
    if (started !== 'chat_answering') throw answerIdTaken()
    const chat = await services.database.chats.find(personId, turn.chatId)
    throw streamActive(chat?.activeMessageId ?? null)
  }
}

async function findAskedBefore(
  { database }: ChatServices,
  personId: string,
  request: TurnRequest,
): Promise<MessageRecord | undefined> {
  if (request.trigger !== 'submit-message') return undefined
  return findAsked(database, personId, request.id, sentQuestionOf(request))
}
