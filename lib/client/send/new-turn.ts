import { newClientId } from '@/lib/client/browser/id'
import type { Turn } from '@/lib/client/calls/api'
import { serverClock } from '@/lib/client/clock/server-clock'
import { goingOn, type AnswerView } from '@/lib/client/thread/answer-view'
import type { Thread } from '@/lib/client/thread/thread'
import type { MessageMetadata, MessagePart } from '@/lib/contract/message'

/** What every turn to a new answer has. */
export function newTurn(chatId: string, model: string | undefined) {
  const ids = { id: chatId, assistantMessageId: newClientId(), sessionId: newClientId() }
  return { ...ids, ...(model !== undefined && { model }) }
}

/** When a turn that is sent now begins, as the server would say it. */
function startsNow(): string {
  return new Date(serverClock.now()).toISOString()
}

/** What every turn with a text of the person has. */
export function newQuestion(text: string) {
  const parts = [{ type: 'text' as const, text }]
  const message = { id: newClientId(), role: 'user' as const, parts }
  return { trigger: 'submit-message' as const, message }
}

/** Where the first message of a turn goes, and what is there already. */
type Place = { parentId: string | null; siblingIds: readonly string[] }

/** What is shown of a turn that is on its way, and the message that it comes after. */
type PlacedTurn = { parentId: string | null; views: readonly AnswerView[] }

/** Where a turn goes in this thread; undefined where what it names is not shown. Pure but for the clock. */
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

/** The question and the empty answer of a turn, as they are shown before the server has them. */
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
