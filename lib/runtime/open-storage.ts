import path from 'node:path'
import { readOrMakeSecret, secretFileIn } from '@/lib/auth/auth-secret'
import { filesOfDatabase, hideFromOthers } from '@/lib/db/sqlite/hide-from-others'
import { openSqlite, type SqliteStorage } from '@/lib/db/sqlite/open-sqlite'
import { lockForThisProcess } from '@/lib/db/sqlite/process-lock'
import type { Clock } from '@/lib/platform/clock'
import { ConfigurationError, type Config } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import { lineOf, startProblemOf } from './start-problem'

export type Storage = {
  database: SqliteStorage
  /** What signs the cookies. */
  secret: string
  close(): void
}

const MB = 1024 * 1024

/**
 * Opens the database for this process alone, with the secret that belongs to it. Throws
 * {@link ConfigurationError} with one line that says what is wrong, and `unavailable`.
 */
export async function openStorage(config: Config, clock: Clock, log: Log): Promise<Storage> {
  const name = databaseFile(config)
  const refusal = (why: string) => new ConfigurationError(`${name}: ${why}`)
  try {
    const lock = lockForThisProcess(name)
    if (!lock) throw new ConfigurationError(`${name} is in use by another Fullstop process`)
    const secretFile = secretFileIn(path.dirname(name))
    const open = hideFromOthers([...filesOfDatabase(lock.file), secretFile])
    if (open.length > 0) log.warn({ files: open }, 'others can read files of the database')
    const database = openSqlite(lock.file, clock, { diskFloor: config.DISK_FLOOR_MB * MB })
    if (database.lostEnds > 0) {
      const facts = { answers: database.lostEnds }
      log.error(
        facts,
        'the database lost its latest answers: its log was cut, or it is an older copy',
      )
    }
    const state = await database.check()
    if (state === 'full' || state === 'read_only') throw refusal(lineOf(state))
    return {
      database,
      secret: config.AUTH_SECRET ?? readOrMakeSecret(secretFile),
      close() {
        database.close()
        lock.release()
      },
    }
  } catch (error) {
    const why = startProblemOf(error)
    throw why === undefined ? error : refusal(why)
  }
}

/** The SQLite file to use. Throws where it would be forgotten, or where the URL is for Postgres. */
function databaseFile({ DATABASE_URL: url, withoutDisk }: Config): string {
  if (!url.startsWith('file:')) {
    throw new ConfigurationError(
      'DATABASE_URL: PostgreSQL is not supported yet, set a file: address',
    )
  }
  if (withoutDisk) {
    throw new ConfigurationError(
      'DATABASE_URL: this platform does not keep files, set a postgres:// address',
    )
  }
  return path.resolve(url.slice('file:'.length))
}
