import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { intoNewFile } from '@/lib/db/sqlite/file/into-new-file'
import { countUnknownMigrations } from '@/lib/db/sqlite/file/known-migrations'
import { copyUnsealed, countRows, takeManifest, type Manifest } from './backup-file'

/** Restores a backup to the file `name`: see `Maintenance`. */
export async function restore(
  backup: string,
  name: string,
  keepSecret: (secret: string) => void,
): Promise<Manifest> {
  if (!existsSync(backup)) throw new MaintenanceError(`The file ${backup} does not exist.`)
  return intoNewFile(name, async (unfinished) => {
    const manifest = await checkedCopy(backup, unfinished)
    if (manifest.secret !== undefined) keepSecret(manifest.secret)
    return manifest
  })
}

/** Copies the backup and returns its manifest, once the copy is found to agree with that. */
async function checkedCopy(backup: string, target: string): Promise<Manifest> {
  if (!(await copyUnsealed(backup, target))) {
    throw new MaintenanceError(`${backup} is damaged, or was not made by npm run backup.`)
  }
  const client = new SqliteDatabase(target)
  try {
    const unknown = countUnknownMigrations(client)
    if (unknown > 0)
      throw new MaintenanceError(`${backup} was made by a later version of Fullstop.`)
    const manifest = takeManifest(client)
    const found = countRows(client)
    for (const [table, rows] of Object.entries(manifest.rows)) {
      if (found[table] === rows) continue
      throw new MaintenanceError(
        `${backup}: ${table} has only ${found[table] ?? 0} of its ${rows} rows.`,
      )
    }
    const integrity = client.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new MaintenanceError(`${backup} is damaged: ${String(integrity)}`)
    return manifest
  } finally {
    client.close()
  }
}
