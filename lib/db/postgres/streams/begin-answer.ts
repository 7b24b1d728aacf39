import { textLengthOf } from '@/lib/contract/message-text'
import { factsAtBeginning, NO_FACTS } from '@/lib/db/message-facts'
import { searchTextOf } from '@/lib/db/postgres/chats/search-text'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import { chats, messages, streamSessions } from '@/lib/db/postgres/schema'
import type { AnswerStart, AnswerStarted } from '@/lib/db/streams'
import { newId } from '@/lib/platform/ids'
import { callFunction } from './call-function'
import { columnsOf } from './columns-of'
import { chatRecordOf, messageRecordOf } from './records'

/** Writes the chat if it is new, the question if there is one, the empty answer and its session. */
export async function beginAnswer(
  connection: Connection,
  start: AnswerStart,
): Promise<AnswerStarted> {
  const begun = await callFunction(connection, 'begin_answer', () => startOf(start))
  if (!('answer' in begun)) return begun
  const { outcome, chat, answer } = begun
  return { outcome, chat: chatRecordOf(chat), answer: messageRecordOf(answer) }
}

/** The rows that a beginning writes, unless they turn out to be there. */
function startOf(start: AnswerStart): object {
  const { ownerId, processId, now, chat, question, answer, sessionId } = start
  const { id: chatId, titleByQuestion: title, model, settings, keepGoing } = chat
  const row = { chatId, ownerId, createdAt: now }
  const session = { chatId, ownerId, model: answer.model, startedAt: now }
  return {
    chat: columnsOf(chats, {
      id: chatId,
      ownerId,
      title,
      settings,
      keepGoing,
      createdAt: now,
      ...(model !== undefined && { model }),
    }),
    chat_is_known: chat.known,
    ...(question && {
      question: columnsOf(messages, {
        ...row,
        id: question.id,
        role: 'user',
        parentId: question.parentId,
        editOf: question.editOf ?? null,
        parts: question.parts,
        textLength: textLengthOf(question.parts),
        status: 'completed',
        ...NO_FACTS,
      }),
      search_text: searchTextOf(question.parts),
    }),
    // For where the question's own is taken.
    spare_question_id: newId(),
    answer: columnsOf(messages, {
      ...row,
      id: answer.id,
      role: 'assistant',
      parentId: answer.parentId ?? null,
      parts: [],
      textLength: 0,
      status: 'active',
      model: answer.model,
      ...factsAtBeginning(answer),
      sessionId,
      startedAt: now,
    }),
    session: columnsOf(streamSessions, {
      ...session,
      id: sessionId,
      messageId: answer.id,
      processId,
      partsBefore: 0,
    }),
    named_session_id: start.sessionIsNamed ? sessionId : null,
    most: start.most,
  }
}
