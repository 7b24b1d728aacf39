import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { Receipt, Usage } from '@/lib/contract/message'
import type { Database } from '@/lib/db/database'
import type { AnswerEnd } from '@/lib/db/streams'
import { addUsage } from '@/lib/metering/add-usage'
import type { MeteredSession } from '@/lib/metering/meter'
import { delay, within, type Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { endedRecordOf } from '@/lib/streams/answer/ended-record'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import { idsOf } from '@/lib/streams/run/stream-facts'
import type { StreamEnd } from '@/lib/streams/run/stream-state'

/** How long a provider's call may take to notice that it was aborted before we go on without it. */
const PROVIDER_CLOSE_MS = 500

/** How long counting a long answer's tokens may delay the saving of its end. */
const COUNT_MS = 500

/** The longest wait between attempts to save an end: the person who stopped the answer waits. */
const LONGEST_RETRY_MS = 500

/** One failure in so many is logged: a disk may be full for days, and the log may be on it. */
const FAILURES_A_LINE = 120

export type EndDependencies = { database: Database; clock: Clock; log: Log }

/** How the provider's call was closed. */
type Closing = Pick<Receipt, 'stoppedInMs' | 'closeUnseen' | 'graceMs'>

/**
 * The one exit path. The reducer has decided how the stream ends, and its text is final. This counts
 * the usage while the provider's call closes, saves the end with one compare-and-set, and only then
 * settles the stream.
 */
export async function endStream(
  stream: RunningStream,
  end: StreamEnd,
  { database, clock, log }: EndDependencies,
): Promise<void> {
  const { meter, record: before } = stream
  const session = sessionOf(stream, end)
  const [closing, counted] = await Promise.all([
    closingOf(stream, end, clock),
    within(clock, COUNT_MS, meter.usageOf(session)),
  ])
  const used = counted ?? (await meter.estimateOf(session))
  const usage = addUsage(before.usage, used)
  const record = await untilDone(clock, reportFailure, async () => {
    const receipt = await receiptOf(stream, end, { closing, usage, clock })
    const outcome = await database.streams.end({ ...answerEndOf(stream, end, usage), receipt })
    if (outcome === 'lost') log.info(idsOf(stream), 'an answer had ended otherwise')
    await meter.settle(session, used)
    // A session that is lost was taken for dead.
    const sessionEnd = outcome === 'lost' ? 'crash' : end.reason
    const stored = await database.streams.findAnswer(stream.messageId)
    const ended = endedRecordOf(stream, stored, { endedAt: stream.endedAt, sessionEnd })
    return { ...ended, ...(!stored && { usage }) }
  })
  stream.settle(record)

  function reportFailure(error: unknown): void {
    const { messageId } = stream
    log.error({ messageId, error: describeError(error) }, 'saving an end failed, trying again')
  }
}

/** Waits for the call to close, for `PROVIDER_CLOSE_MS` at most. */
async function closingOf(stream: RunningStream, end: StreamEnd, clock: Clock): Promise<Closing> {
  const closed = Promise.all([stream.providerClosed, stream.providerCall?.closed()])
  const seen = await within(clock, PROVIDER_CLOSE_MS, closed)
  return {
    stoppedInMs: clock.monotonic() - end.at,
    ...(!seen && { closeUnseen: true }),
    ...(end.graceMs !== undefined && { graceMs: end.graceMs }),
  }
}

function sessionOf(stream: RunningStream, end: StreamEnd): MeteredSession {
  const { startedAt, firstTokenAt } = stream.state
  // A provider that merely took too long was at work.
  const wasAtWork = end.usage !== undefined || end.reason.startsWith('timeout_')
  return {
    reported: end.usage,
    wasRefused: end.error !== undefined && firstTokenAt === undefined && !wasAtWork,
    generatedText: () => stream.receivedText,
    durationMs: end.at - startedAt,
  }
}

/** Makes a stop's receipt when the end is written; undefined if nobody stopped the answer. */
async function receiptOf(
  { meter, log, record }: RunningStream,
  { reason, at }: StreamEnd,
  { closing, usage, clock }: { closing: Closing; usage: Usage; clock: Clock },
): Promise<(() => Receipt) | undefined> {
  if (statusOfEndReason[reason] !== 'cancelled') return undefined
  const saving = await meter.savingOf({ ...record, model: record.model ?? '' }, usage)
  const keptCharacters = log.textLength
  return () => ({ ...closing, savedInMs: clock.monotonic() - at, keptCharacters, ...saving })
}

/**
 * Tries until `work` succeeds: an unsaved end must not be told, and its text is only in memory.
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

/** An end as the database has it. Its usage may not be counted yet. */
export function answerEndOf(stream: RunningStream, end: StreamEnd, usage?: Usage): AnswerEnd {
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
    ...(end.requestId !== undefined && { cancelRequestId: end.requestId }),
    ...(end.error && {
      error: { ...end.error, ...(stream.failedCall && { call: stream.failedCall }) },
    }),
  }
}
