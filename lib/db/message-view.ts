import type { EndedAnswer } from '@/lib/contract/cancel-outcome'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { AnswerError, Message, MessageMetadata } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import type { EndedMessageRecord, MessageRecord } from './messages'

/** A stored message's metadata as the wire shows it. */
export function metadataOf(record: MessageRecord): MessageMetadata {
  return {
    chatId: record.chatId,
    parentId: record.parentId,
    siblingIds: record.siblingIds,
    createdAt: isoTime(record.createdAt),
    status: record.status,
    canCancel: record.status === 'active',
    textLength: record.textLength,
    ...(record.endReason && { endReason: record.endReason }),
    ...(record.model && { model: record.model }),
    ...(record.sessionId && { sessionId: record.sessionId }),
    ...(record.role === 'assistant' && record.parentId && { userMessageId: record.parentId }),
    ...(record.startedAt !== null && { startedAt: isoTime(record.startedAt) }),
    ...(record.endedAt !== null && { endedAt: isoTime(record.endedAt) }),
    ...(record.firstTokenMs !== null && { firstTokenMs: record.firstTokenMs }),
    ...(record.thoughtMs > 0 && { thoughtMs: record.thoughtMs }),
    ...(record.leftOut > 0 && { leftOutMessages: record.leftOut }),
    ...(record.usage && { usage: record.usage }),
    ...(record.earlierCalls && { earlierCalls: record.earlierCalls }),
    ...(record.receipt && { receipt: record.receipt }),
    ...(record.error && { error: withoutCall(record.error) }),
  }
}

/** A stored message as the wire shows it. */
export function messageOf(record: MessageRecord): Message {
  const { id, role, parts } = record
  return { id, role, parts, metadata: metadataOf(record) }
}

export function hasEnded(record: MessageRecord): record is EndedMessageRecord {
  return record.status !== 'active'
}

/** How a stored answer ended; undefined while it has not. */
export function endedAnswerOf(record: MessageRecord): EndedAnswer | undefined {
  if (!record.endReason) return undefined
  return {
    messageId: record.id,
    ...(record.sessionId && { sessionId: record.sessionId }),
    status: statusOfEndReason[record.endReason],
    endReason: record.endReason,
    text: textOf(record.parts),
    ...(record.receipt && { receipt: record.receipt }),
    ...(record.usage && { usage: record.usage }),
  }
}

/** Where a server asks, and how it is refused, is for nobody to know but its owner. */
function withoutCall({ call: _, ...error }: AnswerError): AnswerError {
  return error
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
