import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerChunk } from '@/lib/contract/event'
import type { MessageMetadata } from '@/lib/contract/message'

const finishReasons = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
} as const satisfies Record<ReasonOf<'completed'>, string>

/** Whether an answer that ended for this reason came to its own end. */
export function isCompletion(reason: EndReason | undefined): reason is ReasonOf<'completed'> {
  return reason !== undefined && reason in finishReasons
}

/**
 * The chunks that end a stream. The stock AI SDK client overlooks `abort`: without a `finish` of the
 * right kind before that chunk, it takes a stopped answer for a complete one.
 */
export function endingChunks(messageMetadata: MessageMetadata): AnswerChunk[] {
  const { status, endReason } = messageMetadata
  if (isCompletion(endReason)) {
    return [{ type: 'finish', finishReason: finishReasons[endReason], messageMetadata }]
  }
  if (status === 'failed') {
    const errorText = messageMetadata.error?.message ?? 'The answer failed.'
    return [
      { type: 'message-metadata', messageMetadata },
      { type: 'error', errorText },
    ]
  }
  return [
    { type: 'finish', finishReason: 'interrupted', messageMetadata },
    { type: 'abort', reason: endReason ?? 'user' },
  ]
}
