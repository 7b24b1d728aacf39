import type { OpenedDatabase } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { ConfigurationError } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import { readDatabaseAddress } from './database-address'

export type OpeningOptions = {
  url: string
  /** The same database without a pooler in front of it, for what a pooler cannot do. */
  directUrl?: string | undefined
  /** Whether this process stands still between calls, as a function of a platform does. */
  inFunctions: boolean
  /** How many bytes of the disk are kept free: nothing may grow into them. */
  diskFloor: number
  clock: Clock
  log: Log
}

/**
 * Opens the database at a URL, whichever kind it is. Throws `ConfigurationError` with one line that
 * says what is wrong, and `unavailable` where another program holds it for long.
 */
export async function openDatabase(options: OpeningOptions): Promise<OpenedDatabase> {
  const address = readDatabaseAddress(options.url)
  switch (address.dialect) {
    case 'sqlite':
      return (await openSqlite()).openDatabaseFile(address.file, options)
    case 'postgres':
      return (await openPostgres()).openDatabaseServer(options.url, options)
    case 'unknown':
      throw new ConfigurationError('DATABASE_URL: must begin with file: or postgres:')
  }
}

/** Only the kind that is used is loaded: each takes time and memory, and may lack its native module. */
const openSqlite = () => import('@/lib/db/sqlite/open-database-file')
const openPostgres = () => import('@/lib/db/postgres/open-database-server')
