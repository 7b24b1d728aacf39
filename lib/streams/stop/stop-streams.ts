import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import { endedAnswerOf } from '@/lib/db/message-view'
import type { MessageRecord } from '@/lib/db/messages'
import { within, type Clock } from '@/lib/platform/clock'
import { isSameStop, type Cancellation } from '@/lib/streams/run/opening-stream'
import type { RunningStream } from '@/lib/streams/run/running-stream'
import type { StreamSelection, StreamTable } from '@/lib/streams/run/stream-table'

/** How long a cancel waits for the saved end before it answers `unconfirmed`, in milliseconds. */
const CONFIRMATION_MS = 3_000

type StreamsHere = { table: StreamTable; clock: Clock }

/** Ends a stream as cancelled, in this step; the first reason counts. */
export function stop(
  stream: RunningStream,
  { reason, seenTextLength, requestId }: Cancellation,
  clock: Clock,
): void {
  stream.dispatch({
    type: 'cancel-requested',
    at: clock.monotonic(),
    reason,
    ...(seenTextLength !== undefined && { seenTextLength }),
    ...(requestId !== undefined && { requestId }),
  })
}

/**
 * Ends a person's stream as cancelled and answers when its provider is closed and its text is saved.
 * Undefined when no such stream runs or begins here.
 */
export async function cancelStream(
  { table, clock }: StreamsHere,
  personId: string,
  messageId: string,
  cancellation: Cancellation,
): Promise<CancelOutcome | undefined> {
  const stream = table.running.get(messageId)
  if (stream?.personId === personId) return cancelRunning(stream, cancellation, clock)
  const openings = table.openingsOf(personId, messageId)
  if (openings.length === 0) return undefined
  const cancelled = openings.map((opening) => ({
    isFirst: opening.cancel(cancellation),
    opened: opening.opened,
  }))
  let isFirst = false
  const outcome = await outcomeOf(messageId, clock, async () => {
    for (const opening of cancelled) {
      const stream = await opening.opened
      if (!stream) continue
      isFirst = opening.isFirst
      return stream.settled
    }
    return undefined
  })
  return asTold(outcome, isFirst)
}

/** Ends a running stream as cancelled and answers like `cancelStream`. */
export async function cancelRunning(
  stream: RunningStream,
  cancellation: Cancellation,
  clock: Clock,
): Promise<CancelOutcome> {
  const { state } = stream
  const isFirst = state.phase === 'active' || isSameStop(state.end, cancellation)
  stop(stream, cancellation, clock)
  const outcome = await outcomeOf(stream.messageId, clock, () => stream.settled)
  if (!outcome) throw new Error('a stream settles with a record')
  return asTold(outcome, isFirst)
}

/** An outcome for one of several stops: only the first of them has cancelled the answer. */
function asTold<Outcome extends CancelOutcome | undefined>(
  outcome: Outcome,
  isFirst: boolean,
): Outcome | CancelOutcome {
  return outcome?.outcome === 'cancelled' && !isFirst
    ? { ...outcome, outcome: 'already_ended' }
    : outcome
}

/** Cancels every selected stream of this server before it waits for any of them. */
export function cancelSelectedHere(
  streams: StreamsHere,
  selection: StreamSelection,
  reason: Cancellation['reason'],
): Promise<(CancelOutcome | undefined)[]> {
  return Promise.all(
    Array.from(streams.table.messagesOf(selection), (id) =>
      cancelStream(streams, selection.personId, id, { reason }),
    ),
  )
}

/** The outcome of a cancel; undefined if there was nothing to end. */
async function outcomeOf(
  messageId: string,
  clock: Clock,
  settled: () => Promise<MessageRecord | undefined>,
): Promise<CancelOutcome | undefined> {
  const waited = settled().then((record) => ({ record }))
  const result = await within(clock, CONFIRMATION_MS, waited)
  if (!result) return { outcome: 'unconfirmed', messageId }
  if (!result.record) return undefined
  const ended = endedAnswerOf(result.record)
  if (!ended) return { outcome: 'unconfirmed', messageId }
  return { outcome: ended.status === 'cancelled' ? 'cancelled' : 'already_ended', ...ended }
}
