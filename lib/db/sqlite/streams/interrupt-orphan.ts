import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { statusOfEndReason } from '@/lib/contract/end-reason'
import type { MessagePart } from '@/lib/contract/message'
import { cutParts, lengthOfKind, LONGEST_GRAPHEME, textLengthOf } from '@/lib/contract/message-text'
import {
  byKind,
  donePart,
  isMessagePart,
  isPartKind,
  rulesOf,
} from '@/lib/contract/parts/part-kinds'
import type { Connection } from '@/lib/db/sqlite/file/connection'
import { given, prepared } from '@/lib/db/sqlite/file/prepared'
import { messages, streamChunks } from '@/lib/db/sqlite/schema'
import type { InterruptedOrphan, Orphan } from '@/lib/db/streams'
import { endSession, endSessionUnread } from './end-session'

/** The most bytes that a UTF-16 code unit takes as JSON: `\u0000`. */
const BYTES_A_CHARACTER = 6

/** Room for the JSON around the text of a message's parts, in bytes. */
const BYTES_AROUND = 1_000_000

/**
 * Ends an active session as `interrupted` with the text that was saved, up to the maximum length of an
 * answer. Reads no more than that into memory, and relies on no row's form: a database may be damaged,
 * or older than that limit.
 */
export function interruptOrphan(
  connection: Connection,
  orphan: Orphan,
  { now, maxCharacters }: { now: number; maxCharacters: number },
): InterruptedOrphan {
  const { parts, damage } = savedParts(connection, orphan.messageId, maxCharacters)
  if (!parts) {
    setOrphanAside(connection, orphan, now)
    return { damage: 'too long' }
  }
  const whole = withChunks(connection, orphan.sessionId, parts, maxCharacters)
  endSession(connection, {
    ...orphan,
    status: statusOfEndReason.crash,
    reason: 'crash',
    parts: whole.parts,
    textLength: textLengthOf(whole.parts),
    chunkCount: whole.chunkCount,
    endedAt: now,
  })
  return { ...(damage && { damage }) }
}

/** Ends the session without a look at its text, which stays where it is. */
export function setOrphanAside(connection: Connection, orphan: Orphan, now: number): void {
  endSessionUnread(connection, {
    ...orphan,
    status: statusOfEndReason.crash,
    reason: 'crash',
    endedAt: now,
  })
}

/** The parts of earlier sessions; undefined where they are too long to be added to. */
function savedParts(
  connection: Connection,
  messageId: string,
  maxCharacters: number,
): { parts?: MessagePart[]; damage?: 'no parts' } {
  const mostBytes = 2 * maxCharacters * BYTES_A_CHARACTER + BYTES_AROUND
  const json = partsOfMessage(connection).get({ messageId, mostBytes })?.json
  if (json === null) return {}
  const saved = parsed(json)
  if (!Array.isArray(saved)) return { parts: [], damage: 'no parts' }
  const parts = saved
    .filter(isMessagePart)
    .map((part) => donePart(part.type, rulesOf(part.type).textOf(part)))
  return { parts, ...(parts.length < saved.length && { damage: 'no parts' }) }
}

/** Undefined where it is no JSON. */
function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '')
  } catch {
    return undefined
  }
}

/** The parts with the chunks of the session, as the stream would have had them at its end. */
function withChunks(
  connection: Connection,
  sessionId: string,
  before: readonly MessagePart[],
  maxCharacters: number,
): { parts: MessagePart[]; chunkCount: number } {
  const parts = [...before]
  const lengths = byKind((kind) => lengthOfKind(parts, kind))
  const least = { ...lengths }
  const mostCharacters = maxCharacters + LONGEST_GRAPHEME
  let chunkCount = 0
  let latest: { part: number; saved: MessagePart } | undefined
  if (Math.max(...Object.values(lengths)) >= maxCharacters) return { parts, chunkCount }
  let position = Number.MIN_SAFE_INTEGER
  for (;;) {
    const chunk = nextChunk(connection).get({ sessionId, position, mostCharacters })
    if (!chunk) return { parts, chunkCount }
    position = chunk.position
    chunkCount += 1
    const kind = isPartKind(chunk.kind) ? chunk.kind : 'text'
    if (!latest || latest.part !== chunk.part || latest.saved.type !== kind) {
      // The next part, whatever number it has: a hole would be an empty part.
      latest = { part: chunk.part, saved: donePart(kind, '') }
      parts.push(latest.saved)
    }
    latest.saved = rulesOf(kind).grow(latest.saved, chunk.text)
    parts[parts.length - 1] = latest.saved
    lengths[kind] += chunk.text.length
    if (lengths[kind] > maxCharacters) {
      return { parts: cutParts(parts, maxCharacters, least[kind], kind), chunkCount }
    }
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

/** One chunk at a time: it may have many megabytes, and SQLite then gives only its beginning. */
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
