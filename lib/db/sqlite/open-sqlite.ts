import { sql } from 'drizzle-orm'
import type { Database } from '../database'
import { createAccountStore } from './account-store'
import { createChatStore } from './chat-store'
import { connect, type Connection } from './connection'
import { createKeyStore } from './key-store'
import { createMessageStore } from './message-store'
import { prune } from './prune'
import { createSettingsStore } from './settings-store'
import { createSpendingStore } from './spending-store'
import { createStreamStore } from './stream-store'

/** The database in one SQLite file, or in memory for `:memory:`, with its newest schema. */
export function openSqlite(file: string): Database & { connection: Connection } {
  const connection = connect(file)
  return {
    connection,
    chats: createChatStore(connection),
    messages: createMessageStore(connection),
    streams: createStreamStore(connection),
    settings: createSettingsStore(connection),
    accounts: createAccountStore(connection),
    keys: createKeyStore(connection),
    spending: createSpendingStore(connection),
    async prune(before) {
      return prune(connection, before)
    },
    async check() {
      connection.get(sql`SELECT 1`)
    },
    close() {
      connection.$client.close()
    },
  }
}
