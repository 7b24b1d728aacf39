import type { MessagePart } from '@/lib/contract/message'
import { moveOf, rulesOf } from '@/lib/contract/parts/part-kinds'
import type { PartChunk } from '@/lib/contract/parts/part-rules'

/** The parts of an answer that have come; `position` says how much of its session's log is in them. */
export type ArrivedParts = { readonly parts: readonly MessagePart[]; readonly position: number }

/**
 * Takes in a chunk after which the log is at `position`. A known chunk changes nothing; the result is
 * undefined where something before the chunk has not come. Pure.
 */
export function arrive(
  arrived: ArrivedParts,
  position: number,
  chunk: PartChunk,
): ArrivedParts | undefined {
  const move = moveOf(chunk)
  if (!move || position <= arrived.position) return arrived
  switch (move.step) {
    case 'open': {
      // An open part that opens again was reopened for a reader who is further on than this one.
      const reopened = arrived.parts.at(-1)?.state === 'streaming'
      if (reopened || position > arrived.position + 1) return undefined
      return { position, parts: [...arrived.parts, rulesOf(move.kind).open()] }
    }
    case 'grow':
      return grow(arrived, position, 'delta' in chunk ? chunk.delta : '')
    case 'close':
      if (position > arrived.position + 1) return undefined
      return { position, parts: closedParts(arrived.parts) }
  }
}

function grow(
  { parts, position: before }: ArrivedParts,
  position: number,
  delta: string,
): ArrivedParts | undefined {
  const from = position - delta.length
  const last = parts.at(-1)
  if (from > before || !last) return undefined
  const grown = rulesOf(last.type).grow(last, delta.slice(before - from))
  return { position, parts: [...parts.slice(0, -1), grown] }
}

/** The parts, closed because nothing more of them comes. */
export function closedParts(parts: readonly MessagePart[]): MessagePart[] {
  return parts.map((part) => rulesOf(part.type).close(part))
}
