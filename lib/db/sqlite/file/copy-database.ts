import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'

/**
 * Writes a whole copy of the database as it is at this moment, which only the owner of the file can
 * read, and which is there as a whole or not at all. It takes some seconds for each 200 MB, in which
 * other connections go on reading and writing.
 */
export function copyDatabase(client: SqliteDatabase.Database, target: string): void {
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  // SQLite takes an empty file, and would make one that others can read.
  closeSync(openSync(unfinished, 'wx', 0o600))
  try {
    client.prepare('VACUUM INTO ?').run(unfinished)
    flush(unfinished)
    renameSync(unfinished, target)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}

/** Waits until the disk has it. */
export function flush(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
