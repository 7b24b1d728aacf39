import { parseCursor, type Cursor } from '@/lib/contract/cursor'
import type { AnswerEvent } from '@/lib/contract/event'
import { moveOf } from '@/lib/contract/parts/part-kinds'

/**
 * The events as a client of `GET /api/events` takes them: what came after the last ID comes again when
 * the client comes back, and the cursors tell how much of it is new.
 */
export function withoutRepeats(events: readonly AnswerEvent[]): AnswerEvent[] {
  let reached: { cursor: string; at: Cursor } | undefined
  return events.flatMap((event) => {
    const { cursor, chunk } = event
    const at = parseCursor(cursor)
    if (!at) return [event]
    const isKnown = at.sessionId === reached?.at.sessionId && at.position <= reached.at.position
    if (reached && isKnown && at.position > 0) {
      return moveOf(chunk) ? [] : [{ cursor: reached.cursor, chunk }]
    }
    const before = reached?.at.sessionId === at.sessionId ? reached.at.position : 0
    reached = { cursor, at }
    if (!('delta' in chunk)) return [event]
    const from = at.position - chunk.delta.length
    return [{ cursor, chunk: { ...chunk, delta: chunk.delta.slice(Math.max(0, before - from)) } }]
  })
}
