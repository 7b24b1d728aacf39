import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type SqliteDatabase from 'better-sqlite3'

/**
 * Writes a copy of the database as it is at this moment, complete or not at all, which only the owner
 * of the file can read. That takes some seconds for each 200 MB; other connections go on reading and
 * writing meanwhile.
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

/** Waits until the disk has the file. */
export function flush(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
