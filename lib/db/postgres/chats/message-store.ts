import type { MessageStore } from '@/lib/db/messages'
import type { Connection } from '@/lib/db/postgres/connection/connection'

export function createMessageStore(_connection: Connection): MessageStore {
  return {} as never
}
