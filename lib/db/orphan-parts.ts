import type { MessagePart } from '@/lib/contract/message'
import { cutParts, lengthOfKind, LONGEST_GRAPHEME } from '@/lib/contract/message-text'
import {
  byKind,
  donePart,
  isMessagePart,
  isPartKind,
  rulesOf,
} from '@/lib/contract/parts/part-kinds'

/** The most bytes that a UTF-16 code unit takes as JSON: `\u0000`. */
const BYTES_A_CHARACTER = 6

/** Room for the JSON around the text of a message's parts, in bytes. */
const BYTES_AROUND = 1_000_000

/** A chunk of an orphan as it is stored: its part may be any number, and its kind any word. */
export type OrphanChunk = { part: unknown; kind: unknown; text: string }

/** The most bytes of stored parts that are read, where answers have at most so many characters. */
export function mostBytesOfParts(maxCharacters: number): number {
  return 2 * maxCharacters * BYTES_A_CHARACTER + BYTES_AROUND
}

/** The most characters of a chunk that are read: enough to see where the answer is to be cut. */
export function mostOfChunk(maxCharacters: number): number {
  return maxCharacters + LONGEST_GRAPHEME
}

/** The parts of earlier sessions, without what is no part. Relies on nothing of what is stored. */
export function savedParts(saved: unknown): { parts: MessagePart[]; damage?: 'no parts' } {
  if (!Array.isArray(saved)) return { parts: [], damage: 'no parts' }
  const parts = saved
    .filter(isMessagePart)
    .map((part) => donePart(part.type, rulesOf(part.type).textOf(part)))
  return { parts, ...(parts.length < saved.length && { damage: 'no parts' }) }
}

/**
 * The parts with the chunks of the session, as the stream would have had them at its end. Takes no more
 * chunks than fit into an answer.
 */
export function withChunks(
  before: readonly MessagePart[],
  chunks: Iterable<OrphanChunk>,
  maxCharacters: number,
): { parts: MessagePart[]; chunkCount: number } {
  const parts = [...before]
  const lengths = byKind((kind) => lengthOfKind(parts, kind))
  const least = { ...lengths }
  let chunkCount = 0
  let latest: { part: unknown; saved: MessagePart } | undefined
  if (Math.max(...Object.values(lengths)) >= maxCharacters) return { parts, chunkCount }
  for (const chunk of chunks) {
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
  return { parts, chunkCount }
}
