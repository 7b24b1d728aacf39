import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { Usage } from '@/lib/contract/message'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import type { AnswerEnd } from '@/lib/db/streams'
import { delay, within, type Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { connectionClosed } from '@/lib/providers/provider-connections'
import { addUsage, chargeOf, countedUsage, reportedUsage } from './answer-usage'
import type { RunningStream } from './running-stream'
import type { StreamEnd } from './stream-state'
import { writeReceipt } from './write-receipt'

/** How long a provider's call may take to notice that it was aborted before we go on without it. */
const PROVIDER_CLOSE_MS = 500

/** The longest wait between attempts to save an end: whoever has stopped it waits for that. */
const LONGEST_RETRY_MS = 500

/** One failure in so many is logged: a disk may be full for days, and the log be on it. */
const FAILURES_A_LINE = 120

export type EndDependencies = { database: Database; clock: Clock; log: Log }

/**
 * The one exit path. The reducer has decided how the stream ends and its text is final; this saves
 * it by compare-and-set, counts what nobody reported, measures what a stop achieved, and only then
 * settles the stream. The text is safe before anything is counted.
 */
export async function endStream(
  stream: RunningStream,
  end: StreamEnd,
  { database, clock, log }: EndDependencies,
): Promise<void> {
  const { providerClosed, providerSignal } = stream
  const closed = Promise.all([providerClosed, connectionClosed(providerSignal)])
  const seen = await within(clock, PROVIDER_CLOSE_MS, closed)
  const closing = {
    stoppedInMs: clock.monotonic() - end.at,
    ...(!seen && { closeUnseen: true as const }),
    ...(end.graceMs !== undefined && { graceMs: end.graceMs }),
  }
  const reported = reportedUsage(stream, end)
  const answerEnd = answerEndOf(stream, end, reported && addUsage(stream.record.usage, reported))
  const won = await untilDone(clock, reportFailure, async () => database.streams.end(answerEnd))
  const savedInMs = clock.monotonic() - end.at
  const used = reported ?? (await countedUsage(stream, end))
  const usage = addUsage(stream.record.usage, used)
  const charge = chargeOf(stream, end, used)
  const record = await untilDone(clock, reportFailure, async () => {
    if (won && answerEnd.status === 'cancelled') {
      const facts = { ...closing, savedInMs, usage }
      const receipt = await writeReceipt(stream, facts, database.messages)
      await database.streams.saveUsage(stream, { usage, receipt })
    } else if (won && !reported) {
      await database.streams.saveUsage(stream, { usage })
    }
    await stream.purse?.settle(charge)
    return database.streams.findAnswer(stream.messageId)
  })
  stream.settle(record ?? deletedRecord(stream, usage))

  function reportFailure(error: unknown): void {
    const { messageId } = stream
    log.error({ messageId, error: describeError(error) }, 'saving an end failed, trying again')
  }
}

/**
 * Tries until it succeeds: an end that nobody saved must not be told, and its text is only here.
 * A process that exits meanwhile leaves an orphan, which the next start recovers.
 */
async function untilDone<Value>(
  clock: Clock,
  onFailure: (error: unknown) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work()
    } catch (error) {
      if (failures % FAILURES_A_LINE === 0) onFailure(error)
      await delay(clock, Math.min(50 * 2 ** failures, LONGEST_RETRY_MS))
    }
  }
}

function answerEndOf(stream: RunningStream, end: StreamEnd, usage: Usage | undefined): AnswerEnd {
  const { firstTokenAt, chunkCount, thoughtMs } = stream.state
  const status = statusOfEndReason[end.reason]
  const { endedAt } = stream
  return {
    sessionId: stream.sessionId,
    messageId: stream.messageId,
    status,
    reason: end.reason,
    parts: stream.log.parts(),
    textLength: stream.log.textLength,
    chunkCount,
    thoughtMs: stream.record.thoughtMs + thoughtMs,
    endedAt,
    ...(usage && { usage }),
    ...(firstTokenAt !== undefined && { firstTokenAt: stream.timeOf(firstTokenAt) }),
    ...(status === 'cancelled' && { cancelRequestedAt: endedAt }),
    ...(end.error && {
      error: { ...end.error, ...(stream.failedCall && { call: stream.failedCall }) },
    }),
  }
}

/** The answer was deleted while it streamed: followers are told that much. */
function deletedRecord(stream: RunningStream, usage: Usage): MessageRecord {
  return {
    ...stream.record,
    parts: stream.log.parts(),
    status: statusOfEndReason.deleted,
    endReason: 'deleted',
    textLength: stream.log.textLength,
    endedAt: stream.endedAt,
    usage,
  }
}
