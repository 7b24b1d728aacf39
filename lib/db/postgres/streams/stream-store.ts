import type { Connection } from '@/lib/db/postgres/connection/connection'
import type { StreamStore } from '@/lib/db/streams'

export function createStreamStore(_connection: Connection): StreamStore {
  return {} as never
}
