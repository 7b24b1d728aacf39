import type { AccountStore } from '@/lib/db/accounts'
import type { Connection } from '@/lib/db/postgres/connection/connection'

export function createAccountStore(_connection: Connection): AccountStore {
  return {} as never
}
