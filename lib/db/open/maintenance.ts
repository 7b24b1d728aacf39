/**
 * The commands of an operator for a database. Scripts run without a build, so every import here has its
 * whole name.
 */
import path from 'node:path'
import { MaintenanceError } from '@/lib/db/maintenance-error.ts'
import { setPassword } from '@/lib/db/sqlite/accounts/set-password.ts'
import { backUp } from '@/lib/db/sqlite/backup/back-up.ts'
import type { Manifest } from '@/lib/db/sqlite/backup/backup-file.ts'
import { restore } from '@/lib/db/sqlite/backup/restore.ts'
import { readDatabaseAddress } from './database-address.ts'

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
  setPassword(email: string, passwordHash: string): boolean
}

/** The commands for the database at a URL. Throws {@link MaintenanceError} where there are none. */
export function maintenanceOf(url: string): Maintenance {
  const address = readDatabaseAddress(url)
  if (address.dialect !== 'sqlite') {
    throw new MaintenanceError('DATABASE_URL: this script can open only a SQLite file')
  }
  const { file } = address
  return {
    name: file,
    folder: path.dirname(file),
    backUp: (target, of) => backUp(file, target, of),
    restore: (backup, keepSecret) => restore(backup, file, keepSecret),
    setPassword: (email, passwordHash) => setPassword(file, email, passwordHash),
  }
}
