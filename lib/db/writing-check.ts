import { within, type Clock } from '@/lib/platform/clock'
import type { StorageState } from './database'

/** How long a result counts, in milliseconds: anybody may ask as often as they like. */
const GOOD_FOR_MS = 1_000

/** How long the check waits for a database that does not answer, in milliseconds. */
const PATIENCE_MS = 2_000

/**
 * Finds out by writing whether the database can save: `write` tries it, and says what is wrong where
 * nothing can be saved. Any other error of it means that the database is away. The returned function
 * never throws.
 */
export function createWritingCheck(
  clock: Clock,
  write: () => Promise<StorageState>,
): () => Promise<StorageState> {
  let latest: Promise<StorageState> | undefined

  async function check(): Promise<StorageState> {
    // Any other error is reported by the calls that meet it.
    const state = await within(clock, PATIENCE_MS, write()).catch(() => undefined)
    clock.after(GOOD_FOR_MS, () => {
      latest = undefined
    })
    return state ?? 'away'
  }

  return () => (latest ??= check())
}
