import type { Connection } from '@/lib/db/postgres/connection/connection'
import { tryAgain } from '@/lib/db/postgres/connection/try-again'
import type { StreamChunk } from '@/lib/db/streams'

/**
 * An end waits for the lock of its session, so that no chunk stays behind it; a session that has ended
 * meanwhile is looked at again, and left out. A chunk that is there already was saved by a call whose answer was
 * lost; the longer text stays, since that call may be carried out after its repetition. Sessions are locked in
 * the order of their IDs, as by whoever deletes or moves several of them.
 */
const SAVE_CHUNKS = `
  WITH active AS (
    SELECT id FROM stream_sessions WHERE id = ANY ($1) AND status = 'active' ORDER BY id FOR SHARE
  ), saved AS (
    INSERT INTO stream_chunks (session_id, position, part, kind, text)
    SELECT chunk.session_id, chunk.position, chunk.part, chunk.kind, chunk.text
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
      AS chunk (session_id, position, part, kind, text)
    JOIN active ON active.id = chunk.session_id
    ON CONFLICT (session_id, position) DO UPDATE SET text = excluded.text
      WHERE length(excluded.text) > length(stream_chunks.text)
  )
  SELECT id FROM active
`

/** Saves the chunks of all sessions that are active, in one statement, and gives those sessions. */
export async function saveChunks(
  connection: Connection,
  chunks: readonly StreamChunk[],
): Promise<ReadonlySet<string>> {
  if (chunks.length === 0) return new Set()
  const columns = [
    chunks.map(({ sessionId }) => sessionId),
    chunks.map(({ position }) => position),
    chunks.map(({ part }) => part),
    chunks.map(({ kind }) => kind),
    chunks.map(({ text }) => text),
  ]
  const { rows } = await tryAgain(() =>
    connection.$client.query<{ id: string }>(SAVE_CHUNKS, columns),
  )
  return new Set(rows.map(({ id }) => id))
}
