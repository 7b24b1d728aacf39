import { readMigrationFiles } from 'drizzle-orm/migrator'

/** When each migration in a folder was made, in milliseconds since the epoch: Drizzle tells them apart by that. */
export function migrationTimes(migrationsFolder: string): number[] {
  return readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis)
}
