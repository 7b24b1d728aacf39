import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { StreamInfo } from '@/lib/contract/stream-info'
import type { RunningStream } from './running-stream'

/** The IDs under which a stream is found in the log. */
export function idsOf(stream: RunningStream): Record<string, string> {
  const { messageId, chatId, sessionId, personId } = stream
  return { messageId, chatId, sessionId, personId }
}

/** A running stream as its person sees it. */
export function infoOf(stream: RunningStream): StreamInfo {
  const { startedAt, lastProgressAt, chunkCount, followers } = stream.state
  const { record } = stream
  return {
    messageId: stream.messageId,
    chatId: stream.chatId,
    sessionId: stream.sessionId,
    model: record.model ?? '',
    startedAt: new Date(record.startedAt ?? stream.timeOf(startedAt)).toISOString(),
    lastUpdateAt: new Date(stream.timeOf(lastProgressAt)).toISOString(),
    chunkCount,
    textLength: stream.log.textLength,
    followers,
  }
}

/** The facts of a stream's end for the log, never any of its text. */
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
