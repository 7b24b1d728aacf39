import type { Database } from '@/lib/db/database'

/**
 * The same database, in which a session begins only while others surely take this server for living: a
 * process that has just gone on after a pause would else begin one that they end at once.
 */
export function beginWithLease(database: Database, confirmLease: () => Promise<void>): Database {
  const { streams } = database
  return {
    ...database,
    streams: {
      ...streams,
      async begin(start) {
        await confirmLease()
        return streams.begin(start)
      },
      async beginAgain(continuation) {
        await confirmLease()
        return streams.beginAgain(continuation)
      },
    },
  }
}
