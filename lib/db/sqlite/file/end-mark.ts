import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import type { Connection } from './connection'

export type EndMark = {
  /** How many ends the database had saved and has no more. */
  lost: number
  /** So many more, in the transaction that saves them. */
  count(ends: number): void
  /** All that are counted are saved. */
  write(): void
  close(): void
}

/** The number takes so many characters: always the same bytes of the disk are written over. */
const LENGTH = 16

/**
 * Counts the ends of streams in the database, and keeps the number of those that are saved in a file
 * beside it. SQLite takes no notice where the end of its log is missing, or where an older copy of the
 * database has taken its place: by that file it is known.
 */
export function openEndMark({ $client }: Connection, file: string): EndMark {
  // SQLite has no use of its own for this number, which is in the head of the file.
  const counted = () => $client.pragma('user_version', { simple: true }) as number
  const count = (ends: number) => {
    $client.pragma(`user_version = ${(counted() + ends) % 2 ** 31}`)
  }
  if (file === ':memory:') return { lost: 0, count, write() {}, close() {} }

  const opened = openSync(endMarkOf(file), constants.O_RDWR | constants.O_CREAT, 0o600)
  const marked = Number(readFileSync(opened, 'latin1'))
  let descriptor: number | undefined = opened
  const mark = {
    lost: Math.max(0, marked - counted()) || 0,
    count,
    write() {
      if (descriptor === undefined) return
      try {
        writeSync(descriptor, String(counted()).padEnd(LENGTH), 0)
      } catch {
        // The disk is full: an older mark tells less, and nothing that is wrong.
      }
    },
    close() {
      // A number that is given back may soon be another file's.
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
  // What is lost is told once.
  mark.write()
  return mark
}

/** The file that belongs to a database. */
export function endMarkOf(file: string): string {
  return `${file}.last-end`
}
