import type { KeyRecord } from '@/lib/db/keys'

/** A key of `ann`, as a store makes it. */
export function apiKey(id: string, of: Partial<KeyRecord> = {}): KeyRecord & { hash: string } {
  return {
    id,
    ownerId: 'ann',
    name: id,
    scope: 'chat',
    start: 'fs_',
    createdAt: 1,
    lastUsedAt: null,
    hash: `hash of ${id}`,
    ...of,
  }
}
