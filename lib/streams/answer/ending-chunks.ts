import type { EndReason, ReasonOf } from '@/lib/contract/end-reason'
import type { AnswerChunk } from '@/lib/contract/event'
import type { MessageMetadata } from '@/lib/contract/message'

const finishReasons = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content-filter',
} as const satisfies Record<ReasonOf<'completed'>, string>

/** Whether an answer that ended so has come to an end of its own. */
export function isCompletion(reason: EndReason | undefined): reason is ReasonOf<'completed'> {
  return reason !== undefined && reason in finishReasons
}

/**
 * The chunks that end a stream. The stock AI SDK client overlooks `abort`, and without a `finish`
 * of the right kind before it takes a stopped answer for a complete one.
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
