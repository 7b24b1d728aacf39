import type { KeyScope } from '@/lib/contract/account'
import type { AccountRecord } from './accounts'

/** An API key. Times are milliseconds since the epoch. */
export type KeyRecord = {
  id: string
  ownerId: string
  name: string
  scope: KeyScope
  start: string
  createdAt: number
  lastUsedAt: number | null
}

/** API keys. Only their hashes are kept. */
export interface KeyStore {
  /** False where the person has `most` already. */
  create(key: KeyRecord & { hash: string }, most: number): Promise<boolean>
  /** Newest first. */
  list(ownerId: string): Promise<KeyRecord[]>
  delete(ownerId: string, keyId: string): Promise<boolean>
  /** Deletes all keys of a person; returns their IDs. */
  deleteAll(ownerId: string): Promise<string[]>
  findByHash(hash: string): Promise<(KeyRecord & { owner: AccountRecord }) | undefined>
  /** Does nothing where the database cannot be written now. */
  markUsed(keyId: string, now: number): Promise<void>
}
