import type { Bus } from '@/lib/bus/bus'
import type { ServerStore } from '@/lib/db/servers'
import type { StreamStore } from '@/lib/db/streams'
import type { Clock } from '@/lib/platform/clock'
import type { Log } from '@/lib/platform/log'

/** What servers know of one another's streams from: the database, which is right, and the bus, which is fast. */
export type RemoteSources = {
  servers: ServerStore
  streams: Pick<StreamStore, 'findAnswer' | 'findSession'>
  bus: Bus
  clock: Clock
  log: Log
}
