import type { TestDatabase } from '@/lib/db/testing/test-database'

/** Everything that is in the database, to see that nothing was written. */
export function dumpOf({ sql }: TestDatabase): Promise<unknown[][]> {
  const tables = ['chats', 'messages', 'stream_sessions', 'stream_chunks']
  return Promise.all(tables.map((table) => sql(`SELECT * FROM ${table}`)))
}
