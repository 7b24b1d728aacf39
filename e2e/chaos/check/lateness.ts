import type { AnswerHistory, ReaderHistory } from '../history/history'
import { replay } from './replay'

/** A token, and where its text ends in that of the answer. */
type Placed = { end: number; sentAt: number }

/**
 * The longest time, in milliseconds, that text took from the provider to a reader who was there already:
 * how late the machine was up to a time.
 */
export function latenessOf({ before, call, readers }: AnswerHistory, until: number): number {
  let end = before.length
  const tokens: Placed[] = []
  for (const { kind, text, sentAt } of call?.tokens ?? []) {
    if (kind !== 'text') continue
    end += text.length
    tokens.push({ end, sentAt })
  }
  return Math.max(0, ...readers.map((reader) => latenessFor(reader, tokens, until)))
}

function latenessFor(reader: ReaderHistory, tokens: readonly Placed[], until: number): number {
  let longest = 0
  for (const { openedAt = Infinity, events } of reader.connections) {
    for (const { at, chunk } of events) {
      if (chunk.type !== 'text-delta' || at > until) continue
      const shown = replay(reader, at).text.length
      const [oldest] = tokens.filter((token) => token.end > shown - chunk.delta.length)
      if (oldest && oldest.sentAt >= openedAt) longest = Math.max(longest, at - oldest.sentAt)
    }
  }
  return longest
}
