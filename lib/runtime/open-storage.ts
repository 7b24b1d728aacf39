import { readOrMakeSecret, secretFileIn } from '@/lib/auth/auth-secret'
import type { Database } from '@/lib/db/database'
import { openDatabase } from '@/lib/db/open/open-database'
import type { Clock } from '@/lib/platform/clock'
import { ConfigurationError, type Config } from '@/lib/platform/env'
import { hideFromOthers } from '@/lib/platform/hide-from-others'
import type { Log } from '@/lib/platform/log'

export type Storage = {
  database: Database
  /** Signs the cookies. */
  secret: string
  close(): void
}

const MB = 1024 * 1024

/**
 * Opens the database, with the secret that belongs to it. Throws `ConfigurationError` with one line that
 * says what is wrong, or `unavailable`.
 */
export async function openStorage(config: Config, clock: Clock, log: Log): Promise<Storage> {
  const opened = await openDatabase({
    url: config.DATABASE_URL,
    directUrl: config.DATABASE_URL_UNPOOLED,
    inFunctions: config.functionMs !== undefined,
    diskFloor: config.DISK_FLOOR_MB * MB,
    clock,
    log,
  })
  const secretFile = secretFileIn(opened.folder)
  const open = hideFromOthers([secretFile])
  if (open.length > 0) log.warn({ files: open }, 'others can read files of the database')
  return {
    database: opened.database,
    secret: config.AUTH_SECRET ?? secretIn(secretFile),
    close: () => {
      opened.close()
    },
  }
}

function secretIn(file: string): string {
  try {
    return readOrMakeSecret(file)
  } catch (error) {
    // An operator can mend the error of a system call, such as EACCES.
    const isTold = error instanceof Error && 'syscall' in error
    throw isTold ? new ConfigurationError(error.message) : error
  }
}
