import { sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/postgres/connection/connection'
import type { Log } from '@/lib/platform/log'

/**
 * For the start: warns where the database was made with a locale, such as C, that knows no letters but
 * those of English. Words of all other scripts are then missing in the index of texts.
 */
export async function warnOfSlowSearch(connection: Connection, log: Log): Promise<void> {
  const { rows } = await connection.execute<{ missing: boolean }>(
    sql`SELECT show_trgm('北京') = '{}' AS missing`,
  )
  if (rows[0]?.missing === true) log.warn(SLOW_SEARCH)
}

const SLOW_SEARCH =
  'the locale of the PostgreSQL database knows the letters of English alone: searches for words of other scripts are slow; create the database with the locale C.UTF-8, or another one of UTF-8'
