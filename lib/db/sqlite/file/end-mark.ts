import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs'
import type { Connection } from './connection'

export type EndMark = {
  /** How many ends the database had saved and has lost. */
  lost: number
  /** Counts so many more, in the transaction that saves them. */
  count(ends: number): void
  /** To be called once all counted ends are saved. */
  write(): void
  close(): void
}

/** How many characters the number takes: the same bytes of the disk are overwritten each time. */
const LENGTH = 16

/**
 * Counts the ends of streams in the database, and keeps the number of the saved ones in a file next to
 * it. SQLite does not notice when the end of its log is missing, or an older copy of the database has
 * taken its place: that file shows it.
 */
export function openEndMark({ $client }: Connection, file: string): EndMark {
  // SQLite has no use of its own for this number, which is in the head of the file.
  const version = $client.prepare<[], number>('PRAGMA user_version').pluck()
  const counted = () => version.get() ?? 0
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
        // The disk is full: an older mark misses some ends, and says nothing wrong.
      }
    },
    close() {
      // A descriptor that is closed may soon be another file's.
      if (descriptor !== undefined) closeSync(descriptor)
      descriptor = undefined
    },
  }
  // Lost ends are told once.
  mark.write()
  return mark
}

/** The file with the mark of a database. */
export function endMarkOf(file: string): string {
  return `${file}.last-end`
}
