import path from 'node:path'
import type { Clock } from '@/lib/platform/clock'
import { ConfigurationError } from '@/lib/platform/env'
import { hideFromOthers } from '@/lib/platform/hide-from-others'
import type { Log } from '@/lib/platform/log'
import type { OpenedDatabase } from '../database'
import { startCheckpoints } from './file/checkpoints'
import { endMarkOf } from './file/end-mark'
import { lineOf, openingProblemOf } from './file/opening-problem'
import { lockForThisProcess } from './file/process-lock'
import { openSqlite } from './open-sqlite'

/**
 * Opens the database in this file for this process alone, and brings it to the newest schema. Throws
 * `ConfigurationError` with one line that says what is wrong, and `unavailable`.
 */
export async function openDatabaseFile(
  name: string,
  { diskFloor, clock, log }: { diskFloor: number; clock: Clock; log: Log },
): Promise<OpenedDatabase> {
  const refusal = (why: string) => new ConfigurationError(`${name}: ${why}`)
  try {
    const lock = lockForThisProcess(name)
    if (!lock) throw new ConfigurationError(`${name} is in use by another Fullstop process`)
    const open = hideFromOthers(filesOfDatabase(lock.file))
    if (open.length > 0) log.warn({ files: open }, 'others can read files of the database')
    const database = openSqlite(lock.file, clock, { diskFloor })
    if (database.lostEnds > 0) {
      const facts = { answers: database.lostEnds }
      log.error(
        facts,
        'the database lost its latest answers: its log was cut, or it is an older copy',
      )
    }
    const state = await database.check()
    if (state === 'full' || state === 'read_only') throw refusal(lineOf(state))
    const checkpoints = startCheckpoints(database.connection.$client, { ...lock, log })
    return {
      database,
      folder: path.dirname(name),
      close() {
        checkpoints.stop()
        database.close()
        lock.release()
      },
    }
  } catch (error) {
    const why = openingProblemOf(error)
    throw why === undefined ? error : refusal(why)
  }
}

/** The files that are kept for a database, by their names. */
function filesOfDatabase(file: string): string[] {
  const ends = ['', '-wal', '-shm', '.lock', '.lock-journal']
  return [...ends.map((end) => file + end), endMarkOf(file)]
}
