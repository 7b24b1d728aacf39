import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { Receipt, Usage } from '@/lib/contract/message'
import type { AnswerEnd, Database, MessageRecord } from '@/lib/db/database'
import { delay, within, type Clock } from '@/lib/platform/clock'
import { describeError, type Log } from '@/lib/platform/log'
import { failureOf } from '@/lib/providers/classify-error'
import { estimateTokens } from '@/lib/providers/estimate-tokens'
import type { RunningStream } from './running-stream'
import type { StreamEnd } from './stream-state'

/** How long a provider's call may take to notice that it was aborted before we go on without it. */
const PROVIDER_CLOSE_MS = 500

/** Waits between attempts to save an end, in milliseconds. */
const SAVE_RETRIES_MS = [50, 200, 1_000, 3_000]

export type EndDependencies = { database: Database; clock: Clock; log: Log }

/**
 * The one exit path. The reducer has decided how the stream ends and its text is final; this saves
 * it by compare-and-set, measures what a stop achieved, and settles the stream, whatever happens.
 */
export async function endStream(
  stream: RunningStream,
  end: StreamEnd,
  dependencies: EndDependencies,
): Promise<void> {
  const { database, clock, log } = dependencies
  const stopped = within(clock, PROVIDER_CLOSE_MS, stream.providerClosed).then(() => clock.now())
  const usage = usageOf(stream, end)
  try {
    const won = await saveEnd(answerEndOf(stream, end, usage), dependencies)
    const savedAt = clock.now()
    if (won && statusOfEndReason[end.reason] === 'cancelled') {
      const receipt: Receipt = {
        stoppedInMs: (await stopped) - end.at,
        savedInMs: savedAt - end.at,
        keptCharacters: stream.log.textLength,
        outputTokens: usage.outputTokens,
        estimated: usage.estimated,
        providerStopsBilling: 'unknown',
      }
      await database.streams.saveReceipt(stream.messageId, receipt)
    }
    const record = await database.streams.findAnswer(stream.messageId)
    stream.settle(record ?? endedRecord(stream, { reason: 'deleted', at: end.at }, usage))
  } catch (error) {
    log.error(
      { messageId: stream.messageId, error: describeError(error) },
      'the end of a stream was not saved; the next start recovers what was',
    )
    const failure = failureOf('internal_error')
    stream.settle(endedRecord(stream, { ...failure, at: end.at }, usage))
  }
}

/** True when this end won, false when the session had ended otherwise. Throws after the retries. */
async function saveEnd(
  end: AnswerEnd,
  { database, clock, log }: EndDependencies,
): Promise<boolean> {
  for (const wait of SAVE_RETRIES_MS) {
    try {
      return await database.streams.end(end)
    } catch (error) {
      log.warn(
        { messageId: end.messageId, error: describeError(error) },
        'saving the end of a stream failed, trying again',
      )
      await delay(clock, wait)
    }
  }
  return database.streams.end(end)
}

function answerEndOf(stream: RunningStream, end: StreamEnd, usage: Usage): AnswerEnd {
  const { firstTokenAt, chunkCount } = stream.state
  const status = statusOfEndReason[end.reason]
  return {
    sessionId: stream.sessionId,
    messageId: stream.messageId,
    status,
    reason: end.reason,
    parts: stream.log.parts(),
    textLength: stream.log.textLength,
    chunkCount,
    endedAt: end.at,
    usage,
    ...(firstTokenAt !== undefined && { firstTokenAt }),
    ...(status === 'cancelled' && { cancelRequestedAt: end.at }),
    ...(end.error && { error: end.error }),
  }
}

/** The message as it ended where the database could not say. */
function endedRecord(stream: RunningStream, end: StreamEnd, usage: Usage): MessageRecord {
  return {
    ...stream.record,
    parts: stream.log.parts(),
    status: statusOfEndReason[end.reason],
    endReason: end.reason,
    textLength: stream.log.textLength,
    endedAt: end.at,
    usage,
    error: end.error ?? null,
  }
}

/** What the provider reported; most report nothing for a call that was aborted, so it is estimated. */
function usageOf(stream: RunningStream, { usage }: StreamEnd): Usage {
  const outputText = () =>
    stream.log
      .parts()
      .map((part) => part.text)
      .join('')
  return {
    inputTokens: usage?.inputTokens ?? estimateTokens(stream.inputText),
    outputTokens: usage?.outputTokens ?? estimateTokens(outputText()),
    estimated: usage?.inputTokens === undefined || usage.outputTokens === undefined,
    ...(usage?.reasoningTokens !== undefined && { reasoningTokens: usage.reasoningTokens }),
  }
}
