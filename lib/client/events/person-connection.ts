import type { Api } from '@/client/api'
import { readSteadily, type ConnectionState } from '@/client/read-steadily'
import type { PersonEvent } from '@/lib/contract/event'

export type { ConnectionState } from '@/client/read-steadily'

export type PersonConnectionOptions = {
  api: Api
  signal: AbortSignal
  /** The ID after which to go on, asked at each attempt. */
  lastEventId: () => string | undefined
  /** Hears of each event. One without an ID leaves the ID before it valid. */
  onEvent: (id: string | undefined, event: PersonEvent) => void
  onState: (state: ConnectionState) => void
}

/** Reads `GET /api/events` until the signal aborts, connecting again whenever it breaks off. */
export async function keepReadingEvents({
  api,
  onEvent,
  ...reading
}: PersonConnectionOptions): Promise<void> {
  const events = readSteadily({
    ...reading,
    open: api.events,
    network: globalThis,
    givesUp: () => false,
    // The server is ours, so its data is trusted to have the contract's type.
    take({ id, data }) {
      onEvent(id, JSON.parse(data) as PersonEvent)
    },
  })
  while (!(await events.next()).done);
}
