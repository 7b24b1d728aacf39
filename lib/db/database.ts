import type { DBAdapterInstance } from 'better-auth'
import type { AccountStore } from './accounts'
import type { ChatStore } from './chats'
import type { KeyStore } from './keys'
import type { MessageStore } from './messages'
import type { SettingsStore } from './settings'
import type { SpendingStore } from './spending'
import type { StreamStore } from './streams'

/** How much was deleted for its age. */
export type Pruned = { endedSessions: number; idleGuests: number }

/** What keeps a database from saving: its disk has no room, or nothing may be written there. */
export type StorageProblem = 'full' | 'read_only'

/** Whether a database can save; `away` where it does not answer, or another program holds it. */
export type StorageState = 'ok' | StorageProblem | 'away'

/** The database, whichever it is. */
export interface Database {
  chats: ChatStore
  messages: MessageStore
  streams: StreamStore
  settings: SettingsStore
  accounts: AccountStore
  keys: KeyStore
  spending: SpendingStore
  /** What better-auth keeps its people and sessions with: its calls wait and refuse as the stores' do. */
  authAdapter: DBAdapterInstance
  /** Deletes ended sessions, waiting stops and idle guests from before a time. */
  prune(before: number): Promise<Pruned>
  /** Whether it can save, found out by writing, once a second at most. Never throws. */
  check(): Promise<StorageState>
  /** To be asked before what makes it grow. Throws `storage_full` where its disk is nearly full. */
  refuseToGrow(): Promise<void>
  close(): void
}
