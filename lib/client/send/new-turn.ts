import type { Turn } from '@/client/api'
import { newClientId } from '@/client/new-id'
import { serverClock } from '@/lib/client/clock/server-clock'
import { goingOn, type AnswerView } from '@/lib/client/thread/answer-view'
import type { Thread } from '@/lib/client/thread/thread'
import type { MessageMetadata, MessagePart } from '@/lib/contract/message'

/** The fields of every turn that asks for a new answer. */
export function newTurn(chatId: string, model: string | undefined) {
  const ids = { id: chatId, assistantMessageId: newClientId(), sessionId: newClientId() }
  return { ...ids, ...(model !== undefined && { model }) }
}

/** The start of a turn that is sent now, by the server's clock. */
function startsNow(): string {
  return new Date(serverClock.now()).toISOString()
}

/** The fields of every turn with a text of the person. */
export function newQuestion(text: string) {
  const parts = [{ type: 'text' as const, text }]
  const message = { id: newClientId(), role: 'user' as const, parts }
  return { trigger: 'submit-message' as const, message }
}

/** The place of a turn's first message, and the messages that are there already. */
type Place = { parentId: string | null; siblingIds: readonly string[] }

/** The messages shown for a turn that is on its way, and the message that they follow. */
type PlacedTurn = { parentId: string | null; views: readonly AnswerView[] }

/** A turn's place in this thread; undefined if the thread lacks the message it names. Reads the clock. */
export function turnAt({ views }: Thread, turn: Turn): PlacedTurn | undefined {
  if ('parentId' in turn) {
    const { parentId } = turn
    const isLast = (views.at(-1)?.message.id ?? null) === parentId
    return isLast
      ? { parentId, views: newTurnViews(turn, { parentId, siblingIds: [] }) }
      : undefined
  }
  const named = views.find(({ message }) => message.id === turn.messageId)
  if (!named) return undefined
  const { parentId, siblingIds } = named.message.metadata
  const { sessionId } = turn
  return {
    parentId,
    views:
      turn.trigger === 'continue-message'
        ? [goingOn(named, { sessionId, startedAt: startsNow() })]
        : newTurnViews(turn, { parentId, siblingIds }),
  }
}

/** The question and the empty answer of a turn, to be shown before the server has them. */
function newTurnViews(turn: Turn, { parentId, siblingIds }: Place): AnswerView[] {
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
