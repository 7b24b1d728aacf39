import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { RunningStream } from './running-stream'

/** The IDs under which a stream is found in the log. */
export function idsOf(stream: RunningStream): Record<string, string> {
  const { messageId, chatId, sessionId, personId } = stream
  return { messageId, chatId, sessionId, personId }
}

/** What the log says of a stream's end: never any text of it. */
export function endFactsOf(stream: RunningStream): Record<string, unknown> {
  const { record } = stream
  const { startedAt, firstTokenAt, chunkCount, followers } = stream.state
  return {
    ...idsOf(stream),
    model: record.model,
    status: record.endReason && statusOfEndReason[record.endReason],
    endReason: record.endReason,
    durationMs: record.endedAt === null ? undefined : record.endedAt - stream.timeOf(startedAt),
    firstTokenMs: firstTokenAt === undefined ? undefined : firstTokenAt - startedAt,
    chunkCount,
    textLength: record.textLength,
    followers,
    stoppedInMs: record.receipt?.stoppedInMs,
  }
}
