import path from 'node:path'
import { systemClock, type Clock } from '@/lib/platform/clock'
import { aroundCalls } from '../around-calls'
import type { Database } from '../database'
import { createWritingCheck } from '../writing-check'
import { createAccountStore } from './accounts/account-store'
import { createAuthAdapter } from './accounts/auth-adapter'
import { createKeyStore } from './accounts/key-store'
import { createSettingsStore } from './accounts/settings-store'
import { createSpendingStore } from './accounts/spending-store'
import { createChatStore } from './chats/chat-store'
import { createMessageStore } from './chats/message-store'
import { connect, type Connection } from './file/connection'
import { createDiskFloor } from './file/disk-floor'
import { openEndMark } from './file/end-mark'
import { createLogFlush, type SyncFile } from './file/log-flush'
import { createSharedCommit } from './file/shared-commit'
import { tryWriting } from './file/try-writing'
import { createWaitWhileBusy } from './file/wait-while-busy'
import { prune } from './prune'
import { createStreamStore } from './streams/stream-store'

export type SqliteStorage = Database & {
  connection: Connection
  /** How many ends of streams it had saved and has lost. */
  lostEnds: number
}

type SqliteOptions = {
  /** How many bytes of the disk are kept free: nothing may grow into them. */
  diskFloor?: number
  /** Used instead of waiting for a real disk. */
  syncFile?: SyncFile
  /** A whole database of the newest schema, as bytes, instead of a new one in memory. */
  image?: Buffer
}

/**
 * The database in one SQLite file, or in memory for `:memory:`, with its newest schema. Its calls wait
 * while another process holds it and then begin again, so each must be one transaction, or only read.
 */
export function openSqlite(
  file: string,
  clock: Clock = systemClock,
  { diskFloor = 0, syncFile, image }: SqliteOptions = {},
): SqliteStorage {
  const connection = connect(file, image)
  const waitWhileBusy = createWaitWhileBusy(clock)
  const mark = openEndMark(connection, file)
  const log = createLogFlush(file, syncFile)
  const commit = createSharedCommit(connection, file)
  return {
    connection,
    lostEnds: mark.lost,
    chats: aroundCalls(createChatStore(connection), waitWhileBusy),
    messages: aroundCalls(createMessageStore(connection), waitWhileBusy),
    streams: aroundCalls(
      createStreamStore(connection, { commit, durability: { log, mark } }),
      waitWhileBusy,
    ),
    settings: aroundCalls(createSettingsStore(connection), waitWhileBusy),
    accounts: aroundCalls(createAccountStore(connection), waitWhileBusy),
    keys: aroundCalls(createKeyStore(connection), waitWhileBusy),
    spending: aroundCalls(createSpendingStore(connection), waitWhileBusy),
    authAdapter: createAuthAdapter(connection, waitWhileBusy),
    prune: (before) => prune(connection, before, waitWhileBusy),
    check: createWritingCheck(clock, () => waitWhileBusy(async () => tryWriting(connection, file))),
    refuseToGrow: createDiskFloor(path.dirname(file), { bytes: diskFloor, clock }),
    close() {
      connection.$client.close()
      mark.close()
      log.close()
    },
  }
}
