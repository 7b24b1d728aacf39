import type { ChatStore } from '@/lib/db/chats'
import type { Connection } from '@/lib/db/postgres/connection/connection'

export function createChatStore(_connection: Connection): ChatStore {
  return {} as never
}
