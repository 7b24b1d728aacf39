import type { Bus } from '@/lib/bus/bus'
import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Database } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'
import { infoOf } from '@/lib/streams/run/stream-facts'
import type { StreamTable } from '@/lib/streams/run/stream-table'
import { RemoteStreams } from './remote-streams'

type Options = {
  database: Pick<Database, 'servers' | 'streams'>
  bus: Bus
  clock: Clock
  log: Log
}

/** Joins the servers of this database; undefined where it has one server at a time. */
export function joinOthers(
  table: StreamTable,
  { database: { servers, streams }, bus, clock, log }: Options,
  mayBeUnheard: () => boolean,
  cancel: (
    session: { messageId: string; sessionId: string },
    mark: CancelMark,
  ) => Promise<CancelOutcome | undefined>,
): RemoteStreams | undefined {
  if (!servers) return undefined
  return new RemoteStreams(
    { servers, streams, bus, clock, log },
    {
      mayBeUnheard,
      find: (messageId, sessionId) => table.find(messageId, sessionId),
      list: (personId) => table.ofPerson(personId).map(infoOf),
      cancel,
    },
  )
}
