/** The commands of an operator for a database. */
import path from 'node:path'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { setPassword as setPostgresPassword } from '@/lib/db/postgres/accounts/set-password'
import { dataFolder } from '@/lib/db/postgres/data-folder'
import { setPassword } from '@/lib/db/sqlite/accounts/set-password'
import { backUp } from '@/lib/db/sqlite/backup/back-up'
import type { Manifest } from '@/lib/db/sqlite/backup/backup-file'
import { restore } from '@/lib/db/sqlite/backup/restore'
import { readDatabaseAddress } from './database-address'

export type Maintenance = {
  /** The database, as a message names it. */
  name: string
  /** The folder of the files that belong to it. */
  folder: string
  /**
   * Writes everything into one new file, which only its owner can read, also while the server runs.
   * Throws {@link MaintenanceError} where there is no database, or where the file is there already.
   */
  backUp(target: string, of: Pick<Manifest, 'version' | 'secret'>): Promise<Manifest>
  /**
   * Puts a backup in the place of the database, once it is certain that the backup is whole.
   * Throws {@link MaintenanceError} where something would be replaced, or the backup is not whole.
   * `keepSecret` may throw, too: then nothing has changed.
   */
  restore(backup: string, keepSecret: (secret: string) => void): Promise<Manifest>
  /**
   * Gives the account of this address (in lower case) a new password, and ends its sessions and keys;
   * false where nobody has that address. Throws {@link MaintenanceError} where there is no database.
   */
  setPassword(email: string, passwordHash: string): Promise<boolean>
}

/** The commands for the database at a URL. Throws {@link MaintenanceError} where there are none. */
export function maintenanceOf(url: string): Maintenance {
  const address = readDatabaseAddress(url)
  switch (address.dialect) {
    case 'sqlite':
      return maintenanceOfFile(address.file)
    case 'postgres':
      return maintenanceOfPostgres(address.url)
    case 'unknown':
      throw new MaintenanceError('DATABASE_URL: must begin with file: or postgres:')
  }
}

function maintenanceOfFile(file: string): Maintenance {
  return {
    name: file,
    folder: path.dirname(file),
    backUp: (target, of) => backUp(file, target, of),
    restore: (backup, keepSecret) => restore(backup, file, keepSecret),
    setPassword: async (email, passwordHash) => setPassword(file, email, passwordHash),
  }
}

/** PostgreSQL has programs of its own for backups. */
function maintenanceOfPostgres(url: string): Maintenance {
  return {
    name: 'PostgreSQL',
    folder: dataFolder(),
    async backUp() {
      throw new MaintenanceError(
        'DATABASE_URL names PostgreSQL: back it up with pg_dump --format=custom --file=FILE "$DATABASE_URL"',
      )
    },
    async restore() {
      throw new MaintenanceError(
        'DATABASE_URL names PostgreSQL: stop all servers, make the database again with dropdb and createdb, and restore it with pg_restore --dbname="$DATABASE_URL" FILE',
      )
    },
    setPassword: (email, passwordHash) => setPostgresPassword(url, email, passwordHash),
  }
}
