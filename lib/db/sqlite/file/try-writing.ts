import { accessSync, constants } from 'node:fs'
import { sql } from 'drizzle-orm'
import type { StorageState } from '@/lib/db/database'
import type { Connection } from './connection'
import { storageProblemOf } from './storage-problem'

/** About how much room a turn takes, in bytes. */
const ROOM = 65_536

/**
 * Whether the database can save: takes as much room as a turn would, in a row without a day that is gone
 * with the commit. Throws any error that is no storage problem.
 */
export function tryWriting(connection: Connection, file: string): StorageState {
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
