import type { Clock } from '@/lib/platform/clock'
import { OpeningStream, type StreamOpening } from '@/lib/streams/run/opening-stream'
import { exceededLimit, tooManyStreams, type StreamCapacity } from '@/lib/streams/run/stream-places'
import type { StreamTable } from '@/lib/streams/run/stream-table'
import { cancelRunning } from './stop-streams'

/**
 * Takes a place for a stream on this server before its row is written. With `cancel_oldest`, the person's
 * oldest stream here ends if that is needed to make room. Throws `too_many_streams`.
 */
export async function openWithRoom(
  table: StreamTable,
  wanted: StreamOpening,
  {
    capacity,
    overflow,
    clock,
  }: { capacity: StreamCapacity; overflow: 'reject' | 'cancel_oldest'; clock: Clock },
): Promise<OpeningStream> {
  const { sender } = wanted
  const limit = () => exceededLimit(sender, table.senders, capacity)
  const oldest = table.ofPerson(sender.id).find((stream) => stream.state.phase === 'active')
  if (overflow === 'cancel_oldest' && oldest && limit() !== undefined) {
    await cancelRunning(oldest, { reason: 'capacity' }, clock)
  }
  const exceeded = limit()
  if (exceeded !== undefined) throw tooManyStreams(exceeded)
  const opening = new OpeningStream(wanted)
  table.add(opening)
  return opening
}
