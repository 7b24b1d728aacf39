import { endMarkOf } from './end-mark'

/** The files that are kept for a database, by their names. */
export function filesOfDatabase(file: string): string[] {
  const ends = ['', '-wal', '-shm', '.lock', '.lock-journal']
  return [...ends.map((end) => file + end), endMarkOf(file)]
}
