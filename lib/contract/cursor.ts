/** A place in one session's log. On the wire `session:position`, opaque to clients. */
export type Cursor = { sessionId: string; position: number }

/** The position after an ending, and so after all text: on the wire `session:end`. */
export const ENDED = Infinity

export function formatCursor({ sessionId, position }: Cursor): string {
  return `${sessionId}:${position === ENDED ? 'end' : position}`
}

/** Undefined for a text that is not a cursor. */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([A-Za-z0-9_-]{1,64}):(\d{1,15}|end)$/.exec(text)
  if (!match?.[1] || !match[2]) return undefined
  return { sessionId: match[1], position: match[2] === 'end' ? ENDED : Number(match[2]) }
}
