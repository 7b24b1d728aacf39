import path from 'node:path'

/** Which kind of database a URL names, and where it is: an absolute path for SQLite. */
export type DatabaseAddress =
  | { dialect: 'sqlite'; file: string }
  | { dialect: 'postgres' | 'unknown' }

/** Reads the URL of a database. */
export function readDatabaseAddress(url: string): DatabaseAddress {
  if (url.startsWith('file:')) {
    return { dialect: 'sqlite', file: path.resolve(url.slice('file:'.length)) }
  }
  return { dialect: /^postgres(ql)?:/.test(url) ? 'postgres' : 'unknown' }
}
