import path from 'node:path'

/** The kind of database that a URL names, and for SQLite its file, as an absolute path. */
export type DatabaseAddress =
  | { dialect: 'sqlite'; file: string }
  | { dialect: 'postgres' | 'unknown' }

export function readDatabaseAddress(url: string): DatabaseAddress {
  if (url.startsWith('file:')) {
    return { dialect: 'sqlite', file: path.resolve(url.slice('file:'.length)) }
  }
  return { dialect: /^postgres(ql)?:/.test(url) ? 'postgres' : 'unknown' }
}
