import type { DBAdapterInstance } from 'better-auth'
import type { Connection } from '@/lib/db/postgres/connection/connection'

export function createAuthAdapter(_connection: Connection): DBAdapterInstance {
  return {} as never
}
