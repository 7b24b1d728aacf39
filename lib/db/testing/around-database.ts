import { aroundCalls, type AroundCall } from '@/lib/db/around-calls'
import type { Database } from '@/lib/db/database'

/** The same database with each of its calls wrapped, but for those of better-auth. */
export function aroundDatabase(inner: Database, around: AroundCall): Database {
  return {
    chats: aroundCalls(inner.chats, around),
    messages: aroundCalls(inner.messages, around),
    streams: aroundCalls(inner.streams, around),
    settings: aroundCalls(inner.settings, around),
    accounts: aroundCalls(inner.accounts, around),
    keys: aroundCalls(inner.keys, around),
    spending: aroundCalls(inner.spending, around),
    ...(inner.servers && { servers: aroundCalls(inner.servers, around) }),
    authAdapter: inner.authAdapter,
    prune: (before) => around(() => inner.prune(before)),
    check: () => around(() => inner.check()),
    refuseToGrow: () => around(() => inner.refuseToGrow()),
    close() {
      inner.close()
    },
  }
}
