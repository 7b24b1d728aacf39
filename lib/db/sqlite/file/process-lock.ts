import { spawnSync } from 'node:child_process'
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'

export type ProcessLock = {
  /** The path of the database file without links, whatever name was given. */
  file: string
  /** The open file. It is closed last, as that drops all of SQLite's locks on the file. */
  descriptor: number
  /** To be called after the database is closed: SQLite's own locks would go with it. */
  release(): void
}

/** A lock without a reference would be collected as garbage, which would release it. */
const held = new Set<SqliteDatabase.Database>()

/** NFS and SMB keep `flock` and SQLite's own locks in one place, where they exclude each other. */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0xff534d42, 0xfe534d42])

/**
 * Holds the database file for this process alone, or returns undefined when another process holds it,
 * by whatever name. There are two locks, which the kernel frees even after kill -9: one of its place,
 * which lasts when the file is replaced, and one of the file itself, which its hard links share.
 */
export function lockForThisProcess(name: string): ProcessLock | undefined {
  mkdirSync(path.dirname(path.resolve(name)), { recursive: true, mode: 0o700 })
  const file = realFile(path.resolve(name))
  const place = lockPlace(`${file}.lock`)
  if (!place) return undefined
  const descriptor = openSync(file, 'a', 0o600)
  if (!lockFile(descriptor, file)) {
    closeSync(descriptor)
    place.close()
    return undefined
  }
  held.add(place)
  return {
    file,
    descriptor,
    release() {
      closeSync(descriptor)
      held.delete(place)
      place.close()
    },
  }
}

/** Follows links to the end, also to a file that is not there yet. */
function realFile(name: string): string {
  if (statSync(name, { throwIfNoEntry: false })) return realpathSync(name)
  const file = path.join(realpathSync(path.dirname(name)), path.basename(name))
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return file
  return realFile(path.resolve(path.dirname(file), readlinkSync(file)))
}

/** SQLite's own lock, on a file of its own: undefined where another process has it. */
function lockPlace(lockName: string): SqliteDatabase.Database | undefined {
  const lock = new SqliteDatabase(lockName, { timeout: 0 })
  try {
    // Nothing is ever written, and its journal would be a file that others can read.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (error instanceof SqliteDatabase.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return undefined
    }
    throw error
  }
}

/**
 * Locks the open file; false where another process has it. Node has no `flock`, but the program of that
 * name locks the descriptor that it is given, and the lock stays with ours. Without that program a file
 * with several names counts as locked, since it may be in use by another of them.
 */
function lockFile(descriptor: number, file: string): boolean {
  const { status, stderr } = NETWORK_FILE_SYSTEMS.has(statfsSync(file).type)
    ? { status: null, stderr: '' }
    : spawnSync('flock', ['-n', '-x', '3'], {
        stdio: ['ignore', 'ignore', 'pipe', descriptor],
        encoding: 'utf8',
      })
  if (status === 0) return true
  const isTaken = status === 1 && stderr === ''
  return !isTaken && fstatSync(descriptor).nlink === 1
}
