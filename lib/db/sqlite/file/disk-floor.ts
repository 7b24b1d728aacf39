import { statfs } from 'node:fs/promises'
import { storageFullError } from '@/lib/contract/fullstop-error'
import type { Clock } from '@/lib/platform/clock'

/** How long a result counts, in milliseconds. */
const GOOD_FOR_MS = 1_000

/**
 * Keeps some room on a disk, so that running answers can be saved and ended. The returned function
 * throws `storage_full` where fewer bytes are free; a disk that does not tell counts as free.
 */
export function createDiskFloor(
  folder: string,
  { bytes, clock, free = freeBytes }: { bytes: number; clock: Clock; free?: typeof freeBytes },
): () => Promise<void> {
  let latest: Promise<number> | undefined

  function look(): Promise<number> {
    clock.after(GOOD_FOR_MS, () => {
      latest = undefined
    })
    return free(folder).catch(() => Infinity)
  }

  return async () => {
    if (bytes > 0 && (await (latest ??= look())) < bytes) throw storageFullError('full')
  }
}

/** How many bytes a process without privileges may still write. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
