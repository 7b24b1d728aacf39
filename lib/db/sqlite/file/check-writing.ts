import { accessSync, constants } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { StorageState } from '@/lib/db/database'
import { within, type Clock } from '@/lib/platform/clock'
import type { Connection } from './connection'
import { storageProblemOf } from './storage-problem'
import type { WaitWhileBusy } from './wait-while-busy'

/** How long a result counts, in milliseconds: anybody may ask as often as they like. */
const GOOD_FOR_MS = 1_000

/** How long the check waits for another process that holds the database, in milliseconds. */
const PATIENCE_MS = 2_000

/** About how much room a turn takes, in bytes. */
const ROOM = 65_536

/** Finds out by writing whether the database can save. The returned function never throws. */
export function createWritingCheck(
  connection: Connection,
  { file, clock, waitWhileBusy }: { file: string; clock: Clock; waitWhileBusy: WaitWhileBusy },
): () => Promise<StorageState> {
  let latest: Promise<StorageState> | undefined

  async function check(): Promise<StorageState> {
    const writing = waitWhileBusy(async () => write(connection, file))
    // Any other error is reported by the calls that meet it.
    const state = await within(clock, PATIENCE_MS, writing).catch(() => undefined)
    clock.after(GOOD_FOR_MS, () => {
      latest = undefined
    })
    return state ?? 'away'
  }

  return () => (latest ??= check())
}

/** Takes as much room as a turn would, in a row without a day that is gone with the commit. */
function write(connection: Connection, file: string): StorageState {
  try {
    connection.transaction(
      () => {
        connection.run(
          sql`INSERT INTO token_spending (day, payer, tokens) VALUES ('', '', zeroblob(${ROOM}))`,
        )
        connection.run(sql`DELETE FROM token_spending WHERE day = ''`)
      },
      { behavior: 'immediate' },
    )
    return 'ok'
  } catch (error) {
    const problem = storageProblemOf(error)
    if (problem === undefined) throw error
    return canBeWritten(file) ? problem : 'read_only'
  }
}

/** The system makes a failing disk read-only under us, which SQLite calls an error of writing. */
function canBeWritten(file: string): boolean {
  if (file === ':memory:') return true
  try {
    accessSync(file, constants.W_OK)
    return true
  } catch {
    return false
  }
}
