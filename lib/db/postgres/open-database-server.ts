import type { OpenedDatabase } from '@/lib/db/database'
import type { Clock } from '@/lib/platform/clock'
import { ConfigurationError } from '@/lib/platform/env'
import type { Log } from '@/lib/platform/log'
import { warnOfSlowSearch } from './chats/warn-of-slow-search'
import { attachPool, IDLE_IN_FUNCTION_MS } from './connection/attach-pool'
import { connect } from './connection/connection'
import { migrate } from './connection/migrate'
import { openingProblemOf } from './connection/opening-problem'
import { dataFolder } from './data-folder'
import { openPostgres } from './open-postgres'

/** In milliseconds: a lease that is not renewed soon is over. */
const LEASE_QUERY_MS = 1_500

type ServerOptions = {
  directUrl?: string | undefined
  /** Whether this process stands still between calls, as a function of a platform does. */
  inFunctions: boolean
  clock: Clock
  log: Log
}

/**
 * Opens the database on a PostgreSQL server, and brings it to the newest schema. `directUrl` is that of
 * the same database without a pooler in front of it, where there is one. Throws `ConfigurationError` with
 * one line that says what is wrong.
 */
export async function openDatabaseServer(
  url: string,
  { directUrl = url, inFunctions, clock, log }: ServerOptions,
): Promise<OpenedDatabase> {
  const connection = connect(
    url,
    log,
    inFunctions ? { idleTimeoutMillis: IDLE_IN_FUNCTION_MS } : {},
  )
  if (inFunctions) await attachPool(connection)
  try {
    await migrate(directUrl)
    await warnOfSlowSearch(connection, log)
  } catch (error) {
    await connection.$client.end()
    const why = openingProblemOf(error, directUrl)
    throw why === undefined ? error : new ConfigurationError(why)
  }
  // Not attached: it is used each second, and the process would never stand still.
  const leases = connect(url, log, { max: 1, query_timeout: LEASE_QUERY_MS })
  const database = openPostgres(connection, { leases, clock })
  return {
    database,
    folder: dataFolder(),
    close() {
      database.close()
    },
  }
}
