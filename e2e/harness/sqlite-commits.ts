import { closeSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'

/** The offset of `iChange` in the WAL index (sqlite.org/walformat.html): every commit adds 1. */
const CHANGE_COUNTER = 8

/** How many commits a SQLite database in WAL mode has had, also while others write to it. */
export function countCommits(databaseFile: string): number {
  const file = openSync(`${databaseFile}-shm`, 'r')
  try {
    const counter = Buffer.alloc(4)
    readSync(file, counter, 0, 4, CHANGE_COUNTER)
    return endianness() === 'LE' ? counter.readUInt32LE() : counter.readUInt32BE()
  } finally {
    closeSync(file)
  }
}
