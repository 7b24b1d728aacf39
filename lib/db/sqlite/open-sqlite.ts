import path from 'node:path'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { aroundCalls } from '../around-calls'
import type { Database } from '../database'
import { createAccountStore } from './account-store'
import { createAuthAdapter } from './auth-adapter'
import { createChatStore } from './chat-store'
import { createWritingCheck } from './check-writing'
import { connect, type Connection } from './connection'
import { createDiskFloor } from './disk-floor'
import { openEndMark } from './end-mark'
import { createKeyStore } from './key-store'
import { createLogFlush, type SyncFile } from './log-flush'
import { createMessageStore } from './message-store'
import { prune } from './prune'
import { createSettingsStore } from './settings-store'
import { createSpendingStore } from './spending-store'
import { createStreamStore } from './stream-store'
import { createWaitWhileBusy } from './wait-while-busy'

export type SqliteStorage = Database & {
  connection: Connection
  /** How many ends of streams it had saved before, and has no more. */
  lostEnds: number
}

type SqliteOptions = {
  /** Bytes of its disk that are kept free: nothing may grow into them. */
  diskFloor?: number
  /** Instead of waiting for a real disk. */
  syncFile?: SyncFile
  /** The file is known to have the newest schema, and to be whole. */
  isNewest?: boolean
}

/**
 * The database in one SQLite file, or in memory for `:memory:`, with its newest schema. Its calls wait
 * while another process holds it and then begin anew, so each must be one transaction, or only read.
 */
export function openSqlite(
  file: string,
  clock: Clock = systemClock,
  { diskFloor = 0, syncFile, isNewest = false }: SqliteOptions = {},
): SqliteStorage {
  const connection = connect(file, { isNewest })
  const waitWhileBusy = createWaitWhileBusy(clock)
  const mark = openEndMark(connection, file)
  const log = createLogFlush(file, syncFile)
  return {
    connection,
    lostEnds: mark.lost,
    chats: aroundCalls(createChatStore(connection), waitWhileBusy),
    messages: aroundCalls(createMessageStore(connection), waitWhileBusy),
    streams: aroundCalls(createStreamStore(connection, { log, mark }), waitWhileBusy),
    settings: aroundCalls(createSettingsStore(connection), waitWhileBusy),
    accounts: aroundCalls(createAccountStore(connection), waitWhileBusy),
    keys: aroundCalls(createKeyStore(connection), waitWhileBusy),
    spending: aroundCalls(createSpendingStore(connection), waitWhileBusy),
    authAdapter: createAuthAdapter(connection, waitWhileBusy),
    prune: (before) => prune(connection, before, waitWhileBusy),
    check: createWritingCheck(connection, { file, clock, waitWhileBusy }),
    refuseToGrow: createDiskFloor(path.dirname(file), { bytes: diskFloor, clock }),
    close() {
      connection.$client.close()
      mark.close()
      log.close()
    },
  }
}
