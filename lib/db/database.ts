import type { DBAdapterInstance } from 'better-auth'
import type { AccountStore } from './accounts'
import type { ChatStore } from './chats'
import type { KeyStore } from './keys'
import type { MessageStore } from './messages'
import type { ServerStore } from './servers'
import type { SettingsStore } from './settings'
import type { SpendingStore } from './spending'
import type { StreamStore } from './streams'

/** How many rows were deleted for their age. */
export type Pruned = { endedSessions: number; idleGuests: number }

/** Why a database cannot save: its disk has no room, or nothing may be written there. */
export type StorageProblem = 'full' | 'read_only'

/** Whether a database can save; `away` where it does not answer, or another program holds it. */
export type StorageState = 'ok' | StorageProblem | 'away'

/** A database of any kind. */
export interface Database {
  chats: ChatStore
  messages: MessageStore
  streams: StreamStore
  settings: SettingsStore
  accounts: AccountStore
  keys: KeyStore
  spending: SpendingStore
  /** What several servers know of one another; undefined where the database has one server at a time. */
  servers?: ServerStore
  /** Keeps the people and sessions of better-auth: its calls wait and refuse as the stores' do. */
  authAdapter: DBAdapterInstance
  /** Deletes ended sessions, waiting stops and idle guests from before a time. */
  prune(before: number): Promise<Pruned>
  /** Whether the database can save: tried by writing, once a second at most. Never throws. */
  check(): Promise<StorageState>
  /** To be called before a write that makes it grow. Throws `storage_full` where its disk is nearly full. */
  refuseToGrow(): Promise<void>
  close(): void
}

/** The database, open for this process. */
export type OpenedDatabase = {
  database: Database
  /** The folder of the files that belong to it, such as the secret that signs its cookies. */
  folder: string
  close(): void
}
