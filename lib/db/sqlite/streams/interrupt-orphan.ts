import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { MessagePart } from '@/lib/contract/message'
import { textLengthOf } from '@/lib/contract/message-text'
import { mostBytesOfParts, mostOfChunk, savedParts, withChunks } from '@/lib/db/orphan-parts'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages, streamChunks } from '@/lib/db/sqlite/schema'
import type { Orphan, OrphanOutcome } from '@/lib/db/streams'
import { endSession, endSessionUnread } from './end-session'

/**
 * Ends an active session as `interrupted` with the text that was saved, up to the maximum length of an
 * answer. Reads no more than that into memory, and relies on no row's form: a database may be damaged,
 * or older than that limit.
 */
export function interruptOrphan(
  connection: Connection,
  orphan: Orphan,
  { now, maxCharacters }: { now: number; maxCharacters: number },
): OrphanOutcome {
  const { parts, damage } = partsBefore(connection, orphan.messageId, maxCharacters)
  if (!parts) {
    const ended = setOrphanAside(connection, orphan, now)
    return { ended, ...(ended && { damage: 'too long' }) }
  }
  const chunks = chunksOf(connection, orphan.sessionId, mostOfChunk(maxCharacters))
  const whole = withChunks(parts, chunks, maxCharacters)
  const outcome = endSession(connection, {
    ...orphan,
    status: statusOfEndReason.crash,
    reason: 'crash',
    parts: whole.parts,
    textLength: textLengthOf(whole.parts),
    chunkCount: whole.chunkCount,
    endedAt: now,
  })
  const ended = outcome === 'won'
  return { ended, ...(ended && damage && { damage }) }
}

/** Ends the session without a look at its text, which stays where it is; says whether it was still active. */
export function setOrphanAside(connection: Connection, orphan: Orphan, now: number): boolean {
  return endSessionUnread(connection, {
    ...orphan,
    status: statusOfEndReason.crash,
    reason: 'crash',
    endedAt: now,
  })
}

/** The parts of earlier sessions; undefined where they are too long to be added to. */
function partsBefore(
  connection: Connection,
  messageId: string,
  maxCharacters: number,
): { parts?: MessagePart[]; damage?: 'no parts' } {
  const mostBytes = mostBytesOfParts(maxCharacters)
  const json = partsOfMessage(connection).get({ messageId, mostBytes })?.json
  return json === null ? {} : savedParts(parsed(json))
}

/** Undefined where it is no JSON. */
function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '')
  } catch {
    return undefined
  }
}

/** Reads one chunk at a time: it may have many megabytes, and SQLite then gives only its beginning. */
function* chunksOf(connection: Connection, sessionId: string, mostCharacters: number) {
  let position = Number.MIN_SAFE_INTEGER
  for (;;) {
    const chunk = nextChunk(connection).get({ sessionId, position, mostCharacters })
    if (!chunk) return
    position = chunk.position
    yield chunk
  }
}

const partsOfMessage = prepared((connection) =>
  connection
    .select({
      json: sql<
        string | null
      >`case when length(cast(${messages.parts} as blob)) <= ${given('mostBytes')}
        then cast(${messages.parts} as text) end`,
    })
    .from(messages)
    .where(eq(messages.id, given('messageId')))
    .prepare(),
)

const nextChunk = prepared((connection) =>
  connection
    .select({
      position: streamChunks.position,
      part: streamChunks.part,
      kind: streamChunks.kind,
      text: sql<string>`substr(cast(${streamChunks.text} as text), 1, ${given('mostCharacters')})`,
    })
    .from(streamChunks)
    .where(
      and(
        eq(streamChunks.sessionId, given('sessionId')),
        gt(streamChunks.position, given('position')),
      ),
    )
    .orderBy(asc(streamChunks.position))
    .limit(1)
    .prepare(),
)
