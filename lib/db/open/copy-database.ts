import { copyTables } from '@/lib/db/copy-tables'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { COPIED_TABLES } from '@/lib/db/postgres/copy/copied-tables'
import { fromPostgres } from '@/lib/db/postgres/copy/from-postgres'
import { intoPostgres } from '@/lib/db/postgres/copy/into-postgres'
import { fromFile } from '@/lib/db/sqlite/copy/from-file'
import { intoFile } from '@/lib/db/sqlite/copy/into-file'
import { readDatabaseAddress } from './database-address'

/**
 * Copies a database to an empty one of another kind, and compares every row; returns how many each table
 * has. The target is complete then, or as empty as before. Throws {@link MaintenanceError}.
 */
export async function copyDatabase(from: string, to: string): Promise<Record<string, number>> {
  const source = readDatabaseAddress(from)
  const target = readDatabaseAddress(to)
  if (source.dialect === 'sqlite' && target.dialect === 'postgres') {
    return fromFile(source.file, (read) =>
      intoPostgres(target.url, (written) => copyTables(COPIED_TABLES, read, written)),
    )
  }
  if (source.dialect === 'postgres' && target.dialect === 'sqlite') {
    return fromPostgres(source.url, (read) =>
      intoFile(target.file, (written) => copyTables(COPIED_TABLES, read, written)),
    )
  }
  throw new MaintenanceError(
    'Name a file: address and a postgres:// address: db:copy moves from one kind to the other.',
  )
}
