import type { EndedAnswer } from '@/lib/contract/cancel-outcome'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { AnswerError, Message, MessageMetadata } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { shownFacts } from './message-facts'
import type { EndedMessageRecord, MessageRecord } from './messages'

/** A stored message's metadata as the wire shows it. */
export function metadataOf(record: MessageRecord): MessageMetadata {
  const { parentId, startedAt, endedAt } = record
  return withoutUndefined<MessageMetadata>({
    chatId: record.chatId,
    parentId,
    siblingIds: record.siblingIds,
    createdAt: isoTime(record.createdAt),
    status: record.status,
    canCancel: record.status === 'active',
    textLength: record.textLength,
    endReason: record.endReason ?? undefined,
    model: record.model ?? undefined,
    sessionId: record.sessionId ?? undefined,
    userMessageId: (record.role === 'assistant' && parentId) || undefined,
    startedAt: startedAt === null ? undefined : isoTime(startedAt),
    endedAt: endedAt === null ? undefined : isoTime(endedAt),
    firstTokenMs: record.firstTokenMs ?? undefined,
    ...shownFacts(record),
    earlierCalls: record.earlierCalls ?? undefined,
    receipt: record.receipt ?? undefined,
    error: record.error ? withoutCall(record.error) : undefined,
    // Only a running stream knows these.
    cursor: undefined,
    modelLoading: undefined,
  })
}

/** A stored message as the wire shows it. */
export function messageOf(record: MessageRecord): Message {
  const { id, role, parts } = record
  return { id, role, parts, metadata: metadataOf(record) }
}

export function hasEnded(record: MessageRecord): record is EndedMessageRecord {
  return record.status !== 'active'
}

/** How a stored answer ended; undefined while it streams. */
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

/** Only the owner of a server may know where its calls go, and how they are refused. */
function withoutCall({ call: _, ...error }: AnswerError): AnswerError {
  return error
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/**
 * An object without its undefined fields. Every field of the type must be given, even an optional one,
 * so that none is forgotten.
 */
function withoutUndefined<Shape extends object>(given: {
  [Name in keyof Required<Shape>]: Shape[Name]
}): Shape {
  // Only an optional field can have been undefined, and no other is left out.
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Shape
}
