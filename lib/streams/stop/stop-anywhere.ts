import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { CancelledStreams } from '@/lib/contract/stream-info'
import type { Clock } from '@/lib/platform/clock'
import type { RemoteStreams } from '@/lib/streams/remote/remote-streams'
import type { Cancellation } from '@/lib/streams/run/opening-stream'
import type { StreamSelection, StreamTable } from '@/lib/streams/run/stream-table'
import { cancelSelectedHere, cancelStream } from './stop-streams'

/** The streams of this server, and those of others where there may be others. */
export type Streams = { table: StreamTable; clock: Clock; remote: RemoteStreams | undefined }

/**
 * Ends a person's stream as cancelled, on this server in the step in which it is called, or on another
 * one. Answers when its provider is closed and its text is saved; undefined when no such stream runs.
 */
export async function cancelAnywhere(
  streams: Streams,
  personId: string,
  messageId: string,
  cancellation: Cancellation,
): Promise<CancelOutcome | undefined> {
  const here = await cancelStream(streams, personId, messageId, cancellation)
  if (here || !streams.remote) return here
  const { reason, seenTextLength } = cancellation
  const mark = { reason, ...(seenTextLength !== undefined && { seenTextLength }) }
  return streams.remote.stop({ personId, messageId }, mark)
}

/** Cancels every selected stream before it waits for any of them; those of this server in this step. */
export async function cancelSelected(
  streams: Streams,
  selection: StreamSelection,
  reason: Cancellation['reason'],
): Promise<CancelledStreams> {
  const [here, elsewhere = []] = await Promise.all([
    cancelSelectedHere(streams, selection, reason),
    streams.remote?.stopAll(selection, reason),
  ])
  const outcomes = [...here, ...elsewhere]
  const ids = (wanted: CancelOutcome['outcome']) =>
    outcomes.flatMap((outcome) => (outcome?.outcome === wanted ? outcome.messageId : []))
  return { cancelled: ids('cancelled'), unconfirmed: ids('unconfirmed') }
}
