import type { z } from 'zod'
import type { Sender } from '@/lib/budgets/sender'
import type { ChatCall, ChatServices } from '@/lib/chats/chat-services'
import { refuseLongGrace } from '@/lib/chats/limits/refuse-long-grace'
import { sentSchema } from '@/lib/contract/chat'
import type { AnswerEvent } from '@/lib/contract/event'
import { answerChunkSchema } from '@/lib/contract/event-schema'
import { MAX_SEND_BYTES } from '@/lib/contract/limits'
import { sendInputSchema, type SendRequest } from '@/lib/contract/request'
import type { MessageRecord } from '@/lib/db/messages'
import type { Feed } from '@/lib/platform/feed'
import { defineVerb } from '@/lib/verbs/define-verb'
import { continueAnswer } from './continue-answer'
import { findAsked, sentQuestionOf } from './find-asked'
import { streamActive } from './make-way'
import { questionTurn } from './question-turn'
import { regenerationTurn } from './regeneration-turn'
import { retriedTurn } from './retried-turn'
import type { SentAnswer } from './sent-answer'
import { answerIdTaken, findSentBefore, type TurnRequest } from './sent-before'
import { startAnswer } from './start-answer'

/** Another send at the same moment may have been faster: the next attempt finds what it did. */
const ATTEMPTS = 3

/** The answer to a send, and how its sender reads it. */
type Sent = z.infer<typeof sentSchema> & { follow: () => Promise<Feed<AnswerEvent>> }

/**
 * Sends a question, edits one, asks for another answer or lets one go on. A sender who had something
 * of the response to the same send goes on after that.
 */
export const sendMessage = defineVerb({
  name: 'sendMessage',
  scope: 'chat',
  limit: 'sends',
  isLong: true,
  charge: (_, { caller, bytes }) =>
    caller.guest ? { limit: 'guest-bytes', points: bytes } : undefined,
  ids: [],
  input: sendInputSchema,
  largestInput: MAX_SEND_BYTES,
  output: { events: answerChunkSchema, value: sentSchema },
  async run({ services, caller }: ChatCall, input): Promise<Sent> {
    const { answer, after } = await findOrStartAnswer(services, caller, input, input.lastEventId)
    const { id: messageId, chatId, parentId: userMessageId } = answer
    const follow = () => services.streams.follow(answer, after, 'sender')
    return { chatId, messageId, userMessageId, follow }
  },
})

/**
 * The answer to a send: a new one, or the answer that the same send had before, as it is now.
 * `lastEventId` names the last event that the sender had of the earlier response.
 */
export async function findOrStartAnswer(
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
