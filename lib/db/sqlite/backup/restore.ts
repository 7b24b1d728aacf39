import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { MaintenanceError } from '@/lib/db/maintenance-error.ts'
import { flush } from '@/lib/db/sqlite/file/copy-database.ts'
import { endMarkOf } from '@/lib/db/sqlite/file/end-mark.ts'
import { countUnknownMigrations } from '@/lib/db/sqlite/file/known-migrations.ts'
import { lockForThisProcess } from '@/lib/db/sqlite/file/process-lock.ts'
import { copyUnsealed, countRows, takeManifest, type Manifest } from './backup-file.ts'

/** Restores a backup to the file `name`: see `Maintenance`. */
export async function restore(
  backup: string,
  name: string,
  keepSecret: (secret: string) => void,
): Promise<Manifest> {
  if (!existsSync(backup)) throw new MaintenanceError(`The file ${backup} does not exist.`)
  refuseToReplace(name)
  const lock = lockForThisProcess(name)
  if (!lock) throw new MaintenanceError(`${name} is in use by a Fullstop process.`)
  const unfinished = `${lock.file}.unfinished`
  try {
    rmSync(unfinished, { force: true })
    const manifest = await checkedCopy(backup, unfinished)
    if (manifest.secret !== undefined) keepSecret(manifest.secret)
    rmSync(endMarkOf(lock.file), { force: true })
    renameSync(unfinished, lock.file)
    return manifest
  } finally {
    rmSync(unfinished, { force: true })
    // The lock made an empty file.
    if (statSync(lock.file).size === 0) rmSync(lock.file)
    lock.release()
  }
}

function refuseToReplace(name: string): void {
  for (const file of [name, `${name}-wal`]) {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) continue
    throw new MaintenanceError(
      `${file} already exists and is not replaced. If you are certain, move it away first.`,
    )
  }
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
    flush(target)
  }
}
