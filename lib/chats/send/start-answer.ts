import type { Sender } from '@/lib/budgets/sender'
import type { ChatServices } from '@/lib/chats/chat-services'
import { checkBudget } from '@/lib/chats/limits/check-budget'
import { refuseFullStorage } from '@/lib/chats/limits/refuse-full-storage'
import { refuseTooManyChats } from '@/lib/chats/limits/refuse-too-many-chats'
import { modelOfChat, resolveModel } from '@/lib/chats/models/resolve-model'
import { settingsOf } from '@/lib/chats/models/settings-of'
import { notFound } from '@/lib/chats/not-found'
import { fitContext } from '@/lib/chats/prompt/fit-context'
import { modelPromptOf } from '@/lib/chats/prompt/model-prompt'
import { readConversation } from '@/lib/chats/prompt/read-conversation'
import { titleOf } from '@/lib/chats/title/title'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { textOf } from '@/lib/contract/message-text'
import type { PersonSettings } from '@/lib/contract/settings'
import type { ChatRecord } from '@/lib/db/chats'
import type { MessageRecord } from '@/lib/db/messages'
import { newId } from '@/lib/platform/ids'
import type { AvailableModel } from '@/lib/providers/models/vendor-models'
import type { OpeningStream } from '@/lib/streams/stream-manager'
import { clearChat } from './clear-chat'
import { findAsked, type SentQuestion } from './find-asked'
import { runAnswer } from './run-answer'
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
  /** Its own grace, in milliseconds, where its sender wishes for one. */
  graceMs: number | undefined
}

/** What another send did meanwhile. */
type Overtaken = 'answer_id_taken' | 'question_asked' | 'chat_answering'

/**
 * Writes the turn and starts its stream. Throws `model_unavailable`, `stream_active`, `id_conflict`,
 * `budget_spent`, `storage_full` and `too_many_streams`; nothing is written then, nor where another
 * send was faster: it says by what it was overtaken, and may be tried again.
 */
export async function startAnswer(
  services: ChatServices,
  sender: Sender,
  turn: Turn,
): Promise<MessageRecord | Overtaken> {
  const { database, streams, models } = services
  const { chat, answerId, sessionId } = turn
  const wanted = chat ?? (await settingsOf(services, sender.id))
  const model =
    turn.model === undefined ? modelOfChat(models, wanted.model) : resolveModel(models, turn.model)
  if (!chat) await refuseTooManyChats(database, sender.id)
  await refuseFullStorage(services, sender)
  // Whoever has it: a send that is refused for its ID must not end another answer first.
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
  await clearChat(services, sender.id, chat?.activeMessageId ?? null, turn.supersede)
  const opening = await streams.open({
    sender,
    chatId,
    questionId: question.id,
    messageId: answerId ?? newId(),
    sessionId: sessionId ?? newId(),
  })
  try {
    return await beginAndStart(services, { sender, turn, model, wanted, opening })
  } finally {
    streams.withdraw(opening)
  }
}

type ReadyTurn = {
  sender: Sender
  turn: Turn
  model: AvailableModel
  /** What its chat has, or begins with. */
  wanted: PersonSettings
  opening: OpeningStream
}

async function beginAndStart(
  services: ChatServices,
  { sender, turn, model, wanted, opening }: ReadyTurn,
): Promise<MessageRecord | Overtaken> {
  const { database, clock, processId } = services
  const { chatId, question } = turn
  const personId = sender.id
  const { conversation, older } =
    question.parentId === null
      ? { conversation: [], older: 0 }
      : await readConversation(database, personId, question.parentId, model.contextWindow)
  const { questionIsNew } = turn
  // Only what is stored has its ID for good.
  const stored = questionIsNew ? {} : { id: question.id }
  const whole = [...conversation, { ...stored, role: 'user' as const, parts: question.parts }]
  const openPurse = await checkBudget(services, sender, model, whole, wanted.settings)
  const { path, leftOut } = await fitContext(whole, model.contextWindow, wanted.settings)
  const prompt = modelPromptOf(path, {
    systemPrompt: wanted.settings.systemPrompt,
    continuation: model.continuation,
  })
  const chatModel = turn.model ?? (turn.chat ? null : wanted.model)
  const begun = await database.streams.begin({
    ownerId: personId,
    processId,
    chat: {
      id: chatId,
      known: turn.chat !== undefined,
      titleByQuestion: titleOf(textOf(question.parts)),
      settings: wanted.settings,
      keepGoing: wanted.keepGoing,
      ...(chatModel !== null && { model: chatModel }),
    },
    ...(questionIsNew && { question }),
    answer: {
      id: opening.messageId,
      model: model.id,
      leftOut: older + leftOut,
      ...(!questionIsNew && { parentId: question.id }),
    },
    sessionId: opening.sessionId,
    sessionIsNamed: turn.sessionId !== undefined,
    now: clock.now(),
    monotonicNow: clock.monotonic(),
  })
  switch (begun.outcome) {
    case 'started':
      break
    case 'answer_id_taken':
    case 'question_asked':
    case 'chat_answering':
      return begun.outcome
    case 'chat_id_taken':
      throw new FullstopError('id_conflict', 'This chat ID is already in use.', { field: 'id' })
    case 'session_id_taken':
      throw sessionIdTaken()
    case 'gone':
      throw notFound(turn.chat ? 'chat' : 'message')
  }

  const { answer, chat } = begun
  const { graceMs } = turn
  runAnswer(services, { answer, opening, chat, model, prompt, openPurse, graceMs })
  return answer
}
