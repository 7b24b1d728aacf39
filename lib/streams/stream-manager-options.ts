import type { Sender } from '@/lib/budgets/sender'
import type { Bus } from '@/lib/bus/bus'
import type { Database } from '@/lib/db/database'
import type { MessageRecord } from '@/lib/db/messages'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import type { StreamLimits } from './end/stream-policy'
import type { StreamCapacity } from './run/stream-places'

/** What the streams of a process work with, and how they are limited. */
export type StreamManagerOptions = {
  database: Database
  bus: Bus
  /** Whether some other server says that it hears nothing; unless given, none does. */
  othersAreDeaf?: () => boolean
  clock: Clock
  log: Log
  limits: StreamLimits
  flushMs: number
  capacity: StreamCapacity
  /** The longest text, and the longest reasoning, of an answer, in UTF-16 code units. */
  maxCharacters: number
  /** How a send beyond the capacity is handled: it is refused, or the sender's oldest answer ends. */
  overflow: 'reject' | 'cancel_oldest'
  /** Called when the end of a stream is saved and its followers are told. */
  onEnded(record: MessageRecord, sender: Sender): void
}
