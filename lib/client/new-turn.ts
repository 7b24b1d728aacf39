import type { MessageMetadata, MessagePart } from '@/lib/contract/message'
import type { AnswerView } from './answer-view'
import type { Turn } from './api'
import { newClientId } from './id'
import { serverClock } from './server-clock'

/** What every turn to a new answer has. */
export function newTurn(chatId: string, model: string | undefined) {
  const ids = { id: chatId, assistantMessageId: newClientId(), sessionId: newClientId() }
  return { ...ids, ...(model !== undefined && { model }) }
}

/** When a turn that is sent now begins, as the server would say it. */
export function startsNow(): string {
  return new Date(serverClock.now()).toISOString()
}

/** What every turn with a text of the person has. */
export function newQuestion(text: string) {
  const parts = [{ type: 'text' as const, text }]
  const message = { id: newClientId(), role: 'user' as const, parts }
  return { trigger: 'submit-message' as const, message }
}

/** Where the first message of a turn goes, and what is there already. */
export type Place = { parentId: string | null; siblingIds: readonly string[] }

/** Beside this message, as another version of it. */
export function besideOf({ message }: AnswerView): Place {
  const { parentId, siblingIds } = message.metadata
  return { parentId, siblingIds }
}

/** The question and the empty answer of a turn, as they are shown before the server has them. */
export function newTurnViews(turn: Turn, { parentId, siblingIds }: Place): AnswerView[] {
  const { id: chatId, assistantMessageId: answerId, sessionId } = turn
  const createdAt = startsNow()
  const metadata = { chatId, createdAt, canCancel: false, textLength: 0 }
  const beside = (id: string) => [...siblingIds, id]
  const question =
    turn.trigger === 'submit-message'
      ? viewFrom('user', turn.message.id, turn.message.parts, {
          ...metadata,
          parentId,
          siblingIds: beside(turn.message.id),
          status: 'completed',
        })
      : undefined
  const answer = viewFrom('assistant', answerId, [], {
    ...metadata,
    parentId: question?.message.id ?? parentId,
    siblingIds: question ? [answerId] : beside(answerId),
    status: 'active',
    canCancel: true,
    startedAt: createdAt,
    sessionId,
    ...(turn.model !== undefined && { model: turn.model }),
  })
  const awaited = { ...answer, isAwaited: true }
  return question ? [question, awaited] : [awaited]
}

function viewFrom(
  role: 'user' | 'assistant',
  id: string,
  parts: MessagePart[],
  metadata: MessageMetadata,
): AnswerView {
  return { message: { id, role, parts, metadata }, position: 0 }
}
