import { aroundCalls } from '@/lib/db/around-calls'
import type { Database } from '@/lib/db/database'
import { createWritingCheck } from '@/lib/db/writing-check'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { createAccountStore } from './accounts/account-store'
import { createAuthAdapter } from './accounts/auth-adapter'
import { createKeyStore } from './accounts/key-store'
import { createSettingsStore } from './accounts/settings-store'
import { createSpendingStore } from './accounts/spending-store'
import { createChatStore } from './chats/chat-store'
import { createMessageStore } from './chats/message-store'
import type { Connection } from './connection/connection'
import { tellErrors } from './connection/told-errors'
import { tryWriting } from './connection/try-writing'
import { prune } from './prune'
import { createServerStore } from './servers/server-store'
import { createStreamStore } from './streams/stream-store'

/**
 * The database behind a connection, which has the newest schema already. On `leases` servers keep their leases,
 * and look for those that are over.
 */
export function openPostgres(
  connection: Connection,
  { leases, clock = systemClock }: { leases: Connection; clock?: Clock },
): Database {
  return {
    chats: aroundCalls(createChatStore(connection), tellErrors),
    messages: aroundCalls(createMessageStore(connection), tellErrors),
    streams: aroundCalls(createStreamStore(connection, leases), tellErrors),
    settings: aroundCalls(createSettingsStore(connection), tellErrors),
    accounts: aroundCalls(createAccountStore(connection), tellErrors),
    keys: aroundCalls(createKeyStore(connection), tellErrors),
    spending: aroundCalls(createSpendingStore(connection), tellErrors),
    authAdapter: createAuthAdapter(connection),
    servers: aroundCalls(createServerStore(connection, leases), tellErrors),
    prune: (before) => tellErrors(() => prune(connection, before)),
    check: createWritingCheck(clock, () => tryWriting(connection)),
    // How full the disk of another machine is, only its own refusals tell.
    async refuseToGrow() {},
    close() {
      void Promise.all([connection.$client.end(), leases.$client.end()])
    },
  }
}
