import path from 'node:path'

/** The kind of database that a URL names; for SQLite its file, as an absolute path. */
export type DatabaseAddress =
  | { dialect: 'sqlite'; file: string }
  | { dialect: 'postgres'; url: string }
  | { dialect: 'unknown' }

export function readDatabaseAddress(url: string): DatabaseAddress {
  if (url.startsWith('file:')) {
    return { dialect: 'sqlite', file: path.resolve(url.slice('file:'.length)) }
  }
  return /^postgres(ql)?:/.test(url) ? { dialect: 'postgres', url } : { dialect: 'unknown' }
}
