import { renameSync, rmSync, statSync } from 'node:fs'
import { MaintenanceError } from '@/lib/db/maintenance-error'
import { flush } from './copy-database'
import { endMarkOf } from './end-mark'
import { lockForThisProcess } from './process-lock'

/**
 * Makes a database file, complete or not at all: `make` gets the name under which to write it first.
 * Throws {@link MaintenanceError} where something would be replaced, or a server uses the place.
 */
export async function intoNewFile<Value>(
  name: string,
  make: (unfinished: string) => Promise<Value>,
): Promise<Value> {
  refuseToReplace(name)
  const lock = lockForThisProcess(name)
  if (!lock) throw new MaintenanceError(`${name} is in use by a Fullstop process.`)
  const unfinished = `${lock.file}.unfinished`
  try {
    removeDatabase(unfinished)
    const value = await make(unfinished)
    flush(unfinished)
    rmSync(endMarkOf(lock.file), { force: true })
    renameSync(unfinished, lock.file)
    return value
  } finally {
    removeDatabase(unfinished)
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

function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
}
