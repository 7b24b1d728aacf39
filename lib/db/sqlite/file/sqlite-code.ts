import SqliteDatabase from 'better-sqlite3'

/** SQLite's own code of an error, such as `SQLITE_BUSY`; empty for an error that is not SQLite's. */
export function sqliteCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  // Drizzle wraps some errors.
  const { cause = error } = error
  return cause instanceof SqliteDatabase.SqliteError ? cause.code : ''
}
