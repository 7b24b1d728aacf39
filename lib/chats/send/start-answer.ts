import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { refuseFullStorage } from '@/lib/chats/limits/refuse-full-storage'
import { refuseTooManyChats } from '@/lib/chats/limits/refuse-too-many-chats'
import { modelOfChat, resolveModel } from '@/lib/chats/models/resolve-model'
import { settingsOf } from '@/lib/chats/models/settings-of'
import { notFound } from '@/lib/chats/not-found'
import type { PathMessage } from '@/lib/chats/prompt/fit-context'
import { readConversation } from '@/lib/chats/prompt/read-conversation'
import { titleOf } from '@/lib/chats/title/title'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { textOf } from '@/lib/contract/message-text'
import type { PersonSettings } from '@/lib/contract/settings'
import type { ChatRecord } from '@/lib/db/chats'
import type { MessageRecord } from '@/lib/db/messages'
import type { AnswerStart, AnswerStarted } from '@/lib/db/streams'
import { newId } from '@/lib/platform/ids'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import { findAsked, type SentQuestion } from './find-asked'
import { makeWay } from './make-way'
import { runSession, type OtherOutcome, type SessionBeginning } from './run-session'
import { sessionIdTaken } from './sent-before'

/** A turn that is to be answered: a new question, or one that is there already. */
export type Turn = {
  chatId: string
  chat: ChatRecord | undefined
  question: SentQuestion & { parentId: string | null }
  questionIsNew: boolean
  answerId: string | undefined
  sessionId: string | undefined
  model: string | undefined
  supersede: boolean
  /** Its own grace, in milliseconds, if its sender asks for one. */
  graceMs: number | undefined
}

/** The ways in which another send may have been faster. */
type Overtaken = 'answer_id_taken' | 'question_asked' | 'chat_answering'

/**
 * Writes the turn and starts its stream. Writes nothing where another send was faster: then it says
 * how, and may be tried again. Nor does it where it throws `model_unavailable`, `stream_active`,
 * `id_conflict`, `not_found`, `budget_spent`, `storage_full` or `too_many_streams`.
 */
export async function startAnswer(
  services: ChatServices,
  sender: Sender,
  turn: Turn,
): Promise<MessageRecord | Overtaken> {
  const { database, models } = services
  const { chat, answerId, sessionId } = turn
  const wanted = chat ?? (await settingsOf(services, sender.id))
  const model =
    turn.model === undefined ? modelOfChat(models, wanted.model) : resolveModel(models, turn.model)
  if (!chat) await refuseTooManyChats(database, sender.id)
  await refuseFullStorage(services, sender)
  // A send that is refused for its ID, whoever has that, must not have ended another answer.
  if (answerId !== undefined && (await database.streams.findAnswer(answerId))) {
    return 'answer_id_taken'
  }
  const { chatId, question, questionIsNew } = turn
  if (questionIsNew && (await findAsked(database, sender.id, chatId, question))) {
    return 'question_asked'
  }
  if (sessionId !== undefined && (await database.streams.findSession(sessionId))) {
    throw sessionIdTaken()
  }
  await makeWay(services, sender.id, chat?.activeMessageId ?? null, turn.supersede)
  const begun = await runSession<OtherOutcome<AnswerStarted>>(
    services,
    {
      sender,
      stream: {
        chatId,
        questionId: question.id,
        messageId: answerId ?? newId(),
        sessionId: sessionId ?? newId(),
      },
      model,
      settings: wanted.settings,
      graceMs: turn.graceMs,
      readConversation: () => conversationOf(services, sender, turn, model),
    },
    (session) => database.streams.begin(startOf(turn, wanted, session)),
  )
  if ('answer' in begun) return begun.answer
  switch (begun.outcome) {
    case 'answer_id_taken':
    case 'question_asked':
    case 'chat_answering':
      return begun.outcome
    case 'chat_id_taken':
      throw new FullstopError('id_conflict', 'This chat ID is already in use.', { field: 'id' })
    case 'session_id_taken':
      throw sessionIdTaken()
    case 'gone':
      throw notFound(chat ? 'chat' : 'message')
  }
}

/** The question with the messages before it, and how many older ones were left out. */
async function conversationOf(
  { database }: ChatServices,
  sender: Sender,
  { question, questionIsNew }: Turn,
  { contextWindow }: AvailableModel,
): Promise<{ whole: PathMessage[]; older: number }> {
  // Only a stored question has its ID for good.
  const stored = questionIsNew ? {} : { id: question.id }
  const asked = { ...stored, role: 'user' as const, parts: question.parts }
  if (question.parentId === null) return { whole: [asked], older: 0 }
  const { parentId } = question
  const read = await readConversation(database, sender.id, parentId, contextWindow)
  return { whole: [...read.conversation, asked], older: read.older }
}

function startOf(turn: Turn, wanted: PersonSettings, session: SessionBeginning): AnswerStart {
  const { chat, chatId, question, questionIsNew } = turn
  const { ownerId, processId, sessionId, now, monotonicNow, most } = session
  const { messageId: id, model, leftOut } = session
  const chatModel = turn.model ?? (chat ? null : wanted.model)
  return {
    ownerId,
    processId,
    chat: {
      id: chatId,
      known: chat !== undefined,
      titleByQuestion: titleOf(textOf(question.parts)),
      settings: wanted.settings,
      keepGoing: wanted.keepGoing,
      ...(chatModel !== null && { model: chatModel }),
    },
    ...(questionIsNew && { question }),
    answer: { id, model, leftOut, ...(!questionIsNew && { parentId: question.id }) },
    sessionId,
    sessionIsNamed: turn.sessionId !== undefined,
    now,
    monotonicNow,
    most,
  }
}
