import { closeSync, openSync, readSync } from 'node:fs'
import { endianness } from 'node:os'

/** `iChange` of the WAL index's header (sqlite.org/walformat.html): one more with each commit. */
const CHANGE_COUNTER = 8

/** How many commits a SQLite database in WAL mode has had, read beside whoever writes it. */
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
