import type { MessageMetadata, MessagePart } from '@/lib/contract/message'
import type { AnswerView } from './answer-view'
import type { Turn } from './api'

/** The question and the empty answer of a turn, as they are shown before the server has them. */
export function newTurnViews(turn: Turn, parentId: string | null): AnswerView[] {
  const { id: chatId, assistantMessageId } = turn
  const createdAt = new Date().toISOString()
  const metadata = { chatId, createdAt, canCancel: false, textLength: 0 }
  const question =
    turn.trigger === 'submit-message'
      ? viewFrom('user', turn.message.id, turn.message.parts, {
          ...metadata,
          parentId,
          siblingIds: [turn.message.id],
          status: 'completed',
        })
      : undefined
  const answer = viewFrom('assistant', assistantMessageId, [], {
    ...metadata,
    parentId: question?.message.id ?? parentId,
    siblingIds: [assistantMessageId],
    status: 'active',
    canCancel: true,
    startedAt: createdAt,
    ...(turn.model !== undefined && { model: turn.model }),
  })
  return question ? [question, answer] : [answer]
}

function viewFrom(
  role: 'user' | 'assistant',
  id: string,
  parts: MessagePart[],
  metadata: MessageMetadata,
): AnswerView {
  return { message: { id, role, parts, metadata }, position: 0, stop: undefined }
}
