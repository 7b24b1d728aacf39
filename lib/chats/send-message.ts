import type { Sender } from '@/lib/budgets/sender'
import type { SendRequest } from '@/lib/contract/request'
import type { ChatServices } from './chat-services'
import { continueAnswer } from './continue-answer'
import { questionTurn } from './question-turn'
import { regenerationTurn } from './regeneration-turn'
import { retriedTurn } from './retried-turn'
import type { SentAnswer } from './sent-answer'
import { answerIdTaken, findSentBefore } from './sent-before'
import { startAnswer } from './start-answer'

/**
 * Sends a question, edits one, asks for another answer or lets one go on. Resolves with the answer,
 * which streams or, when its ID was sent before with the same question, is what it has become.
 */
export async function sendMessage(
  services: ChatServices,
  sender: Sender,
  sent: SendRequest,
): Promise<SentAnswer> {
  const personId = sender.id
  if (sent.trigger === 'continue-message') return continueAnswer(services, sender, sent)
  const request =
    sent.trigger === 'regenerate-message'
      ? await retriedTurn(services.database, personId, sent)
      : sent
  const sentBefore = await findSentBefore(services, personId, request)
  if (sentBefore) return { answer: sentBefore }
  const turn =
    request.trigger === 'submit-message'
      ? await questionTurn(services, personId, request)
      : await regenerationTurn(services, personId, request)
  // The same send may have arrived twice at once, and the other one was faster.
  const answer =
    (await startAnswer(services, sender, turn)) ??
    (await findSentBefore(services, personId, request))
  if (!answer) throw answerIdTaken()
  return { answer }
}
