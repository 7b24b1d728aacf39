import type { KeyStore } from '@/lib/db/keys'
import type { Connection } from '@/lib/db/postgres/connection/connection'

export function createKeyStore(_connection: Connection): KeyStore {
  return {} as never
}
