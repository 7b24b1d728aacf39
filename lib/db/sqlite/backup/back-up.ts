import { existsSync, renameSync, rmSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { copyDatabase, flush } from '@/lib/db/sqlite/file/copy-database'
import { countRows, seal, writeManifest, type Manifest } from './backup-file'

/** Backs the file up: see `Maintenance`. */
export async function backUp(
  file: string,
  target: string,
  of: Pick<Manifest, 'version' | 'secret'>,
): Promise<Manifest> {
  if (!existsSync(file)) throw new MaintenanceError(`There is no database at ${file}.`)
  if (existsSync(target)) throw new MaintenanceError(`${target} already exists.`)
  const unfinished = `${target}.unfinished`
  try {
    copy(file, unfinished)
    const manifest = describeIn(unfinished, of)
    await seal(unfinished)
    flush(unfinished)
    renameSync(unfinished, target)
    return manifest
  } finally {
    rmSync(unfinished, { force: true })
  }
}

/** Copies the file as it is at one moment. A server that writes meanwhile neither waits nor is waited for. */
function copy(file: string, target: string): void {
  const client = new SqliteDatabase(file, { timeout: 5_000 })
  try {
    copyDatabase(client, target)
  } finally {
    client.close()
  }
}

function describeIn(file: string, of: Pick<Manifest, 'version' | 'secret'>): Manifest {
  const client = new SqliteDatabase(file)
  try {
    const manifest = { ...of, madeAt: new Date().toISOString(), rows: countRows(client) }
    writeManifest(client, manifest)
    return manifest
  } finally {
    client.close()
  }
}
