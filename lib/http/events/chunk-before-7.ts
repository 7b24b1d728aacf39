import type { AnswerChunk } from '@/lib/contract/event'

/** As the AI SDK's majors 5 and 6 know it, which take a finish reason that they do not know for an error. */
export function chunkBefore7(chunk: AnswerChunk): AnswerChunk {
  const isUnknown = chunk.type === 'finish' && chunk.finishReason === 'interrupted'
  return isUnknown ? { ...chunk, finishReason: 'other' } : chunk
}
