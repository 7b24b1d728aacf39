import type { CopySource } from '@/lib/db/copied-tables'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { readVersion } from '@/lib/db/postgres/connection/migrate'
import { withClient } from '@/lib/db/postgres/connection/with-client'
import { readRows } from './read-rows'

/** Reads a database as it is at one moment. Throws {@link MaintenanceError} where it is of another version. */
export function fromPostgres<Value>(
  url: string,
  read: (source: CopySource) => Promise<Value>,
): Promise<Value> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const version = await readVersion(client)
    if (version !== 'this') throw new MaintenanceError(REFUSALS[version])
    return read({ rows: (table) => readRows(client, table) })
  })
}

const REFUSALS = {
  none: 'The PostgreSQL database to copy from is not one of Fullstop.',
  earlier:
    'The PostgreSQL database to copy from is of an earlier version: start this version on it once.',
  later:
    'The PostgreSQL database to copy from is of a later version of Fullstop: use that version.',
}
