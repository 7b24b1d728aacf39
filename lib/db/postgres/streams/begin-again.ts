import { MOST_CALLS } from '@/lib/contract/earlier-calls'
import { factsAtBeginning } from '@/lib/db/message-facts'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { messages, streamSessions } from '@/lib/db/postgres/schema'
import type { AnswerContinuation, AnswerGoesOn } from '@/lib/db/streams'
import { callFunction } from './call-function'
import { columnsOf } from './columns-of'
import { chatRecordOf, messageRecordOf } from './records'

/** Opens a new session of an ended answer; its parts stay, and new text is added to them. */
export async function beginAgain(
  connection: Connection,
  continuation: AnswerContinuation,
): Promise<AnswerGoesOn> {
  const { ownerId, processId, messageId, model, sessionId, now } = continuation
  const session = { id: sessionId, messageId, ownerId, processId, model, startedAt: now }
  const begun = await callFunction(connection, 'begin_answer_again', () => ({
    ...columnsOf(streamSessions, session),
    ...columnsOf(messages, factsAtBeginning(continuation)),
    most_calls: MOST_CALLS,
    most: continuation.most,
  }))
  if (!('answer' in begun)) return begun
  const { outcome, chat, answer } = begun
  return { outcome, chat: chatRecordOf(chat), answer: messageRecordOf(answer) }
}
