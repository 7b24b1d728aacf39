/** A place in one session's log. On the wire `session:position`, opaque to clients. */
export type Cursor = { sessionId: string; position: number }

export function formatCursor({ sessionId, position }: Cursor): string {
  return `${sessionId}:${position}`
}

/** Undefined when it is not a cursor. */
export function parseCursor(text: string): Cursor | undefined {
  const match = /^([A-Za-z0-9_-]{1,64}):(\d{1,15})$/.exec(text)
  return match?.[1] && match[2] ? { sessionId: match[1], position: Number(match[2]) } : undefined
}
