import SqliteDatabase from 'better-sqlite3'

/** Holds a database as another process would: nobody else writes until it is released. */
export function holdDatabase(file: string): { release(): void } {
  const other = new SqliteDatabase(file)
  other.exec('BEGIN EXCLUSIVE')
  return {
    release() {
      other.close()
    },
  }
}
