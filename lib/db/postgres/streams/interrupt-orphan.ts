import { and, eq, sql } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import {
  mostBytesOfParts,
  mostOfChunk,
  savedParts,
  withChunks,
  type OrphanChunk,
} from '@/lib/db/orphan-parts'
import type { Connection, Transaction } from '@/lib/db/postgres/connection/connection'
import { inTransaction } from '@/lib/db/postgres/connection/in-transaction'
import { messages, streamSessions } from '@/lib/db/postgres/schema'
import type { Orphan, OrphanOutcome } from '@/lib/db/streams'
import { isActive } from './active-sessions'
import { endSessionUnread, endSessionWithin } from './end-session'
import { orphansAmong } from './orphans'

/**
 * Ends an active session as `interrupted` with the text that was saved, up to the maximum length of an
 * answer. Reads little more than that into memory, and relies on no row's form: a database may be older
 * than that limit, or written by something else.
 */
export function interruptOrphan(
  connection: Connection,
  orphan: Orphan,
  { now, maxCharacters, ofServer }: { now: number; maxCharacters: number; ofServer?: string },
): Promise<OrphanOutcome> {
  return inTransaction(connection, async (transaction) => {
    await lockSession(transaction, orphan)
    // Its server may have come back since the orphans were listed.
    if (!(await isOrphan(transaction, orphan, ofServer))) return { ended: false }
    const { parts, damage } = await partsBefore(transaction, orphan, maxCharacters)
    if (!parts) {
      await endSessionUnread(transaction, { ...orphan, ...crashedAt(now) })
      return { ended: true, damage: 'too long' }
    }
    const chunks = await chunksOf(transaction, orphan, mostOfChunk(maxCharacters))
    const whole = withChunks(parts, chunks, maxCharacters)
    await endSessionWithin(transaction, {
      ...orphan,
      ...crashedAt(now),
      parts: whole.parts,
      textLength: textLengthOf(whole.parts),
      chunkCount: whole.chunkCount,
    })
    return { ended: true, ...(damage && { damage }) }
  })
}

/** Ends the session without a look at its text, which stays where it is; says whether it was still active. */
export function setOrphanAside(
  connection: Connection,
  orphan: Orphan,
  now: number,
): Promise<boolean> {
  return inTransaction(connection, async (transaction) => {
    await lockSession(transaction, orphan)
    return endSessionUnread(transaction, { ...orphan, ...crashedAt(now) })
  })
}

function crashedAt(endedAt: number) {
  return { status: statusOfEndReason.crash, reason: 'crash', endedAt } as const
}

async function lockSession(transaction: Transaction, { sessionId }: Orphan): Promise<void> {
  await transaction.execute(sql`SELECT lock_session(${sessionId})`)
}

/** Whether the session is active, and no server runs it that lives, but for the one that says it does not. */
async function isOrphan(
  transaction: Transaction,
  { sessionId }: Orphan,
  ofServer: string | undefined,
): Promise<boolean> {
  const session = and(eq(streamSessions.id, sessionId), isActive)
  const [orphan] = await orphansAmong(transaction, session)
  if (orphan || ofServer === undefined) return orphan !== undefined
  const own = await transaction
    .select({ id: streamSessions.id })
    .from(streamSessions)
    .where(and(session, eq(streamSessions.processId, ofServer)))
  return own.length > 0
}

/** The parts of earlier sessions; undefined where they are too long to be added to. */
async function partsBefore(
  transaction: Transaction,
  { messageId }: Orphan,
  maxCharacters: number,
): Promise<{ parts?: MessagePart[]; damage?: 'no parts' }> {
  const isTooLong = sql<boolean>`octet_length(${messages.parts}::text)
    > ${mostBytesOfParts(maxCharacters)}`
  const [message] = await transaction
    .select({
      isTooLong,
      saved: sql<unknown>`CASE WHEN NOT ${isTooLong} THEN ${messages.parts} END`,
    })
    .from(messages)
    .where(eq(messages.id, messageId))
  return message?.isTooLong ? {} : savedParts(message?.saved)
}

/**
 * The chunks of a session, as far as they fit into an answer: each kind of text may be as long as that.
 * One may have many megabytes, and the database then gives only its beginning.
 */
async function chunksOf(
  transaction: Transaction,
  { sessionId }: Orphan,
  mostCharacters: number,
): Promise<OrphanChunk[]> {
  const { rows } = await transaction.$client.query<OrphanChunk>(CHUNKS, [sessionId, mostCharacters])
  return rows
}

const CHUNKS = `
  SELECT part, kind, left(text, $2) AS text
  FROM (
    SELECT position, part, kind, text,
      sum(length(text)) OVER (ORDER BY position) - length(text) AS characters_before
    FROM stream_chunks
    WHERE session_id = $1
  ) AS chunk
  WHERE characters_before <= 2 * $2
  ORDER BY position
`
