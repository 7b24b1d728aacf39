import { sql } from 'drizzle-orm'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { streamChunks } from '@/lib/db/sqlite/schema'
import type { StreamChunk } from '@/lib/db/streams'

/** Saves a chunk; of two at one position the longer one stays. */
export function insertChunk(connection: Connection, chunk: StreamChunk): void {
  insert(connection).run(chunk)
}

const insert = prepared((connection) =>
  connection
    .insert(streamChunks)
    .values({
      sessionId: given('sessionId'),
      position: given('position'),
      part: given('part'),
      kind: given('kind'),
      text: given('text'),
    })
    .onConflictDoUpdate({
      target: [streamChunks.sessionId, streamChunks.position],
      set: { text: sql`excluded.text` },
      setWhere: sql`length(excluded.text) > length(${streamChunks.text})`,
    })
    .prepare(),
)
