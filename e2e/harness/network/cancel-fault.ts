/** What becomes of one cancel on its way. Times are milliseconds. */
export type CancelFault =
  | { kind: 'pass' }
  /** It does not reach the server, and is never answered. */
  | { kind: 'swallow' }
  /** It reaches the server, and is never answered. */
  | { kind: 'swallow-answer' }
  /** It reaches the server so much later, even if its sender has given it up by then. */
  | { kind: 'delay'; milliseconds: number }
  /** A copy of it follows so much later. */
  | { kind: 'double'; milliseconds: number }
  /** The cancels that come after it reach the server before it does; it waits for one so long. */
  | { kind: 'overtake'; milliseconds: number }
  /** It does not reach the server, and is answered so. */
  | { kind: 'refuse'; status: 502 | 503; retryAfterSeconds: number | undefined }
  /** It does not reach the server, and its connection is reset. */
  | { kind: 'reset' }

/** How a network fails whose connections are all gone: new ones are reset, or hang. */
export type CutKind = 'reset' | 'hang'

/** What the proxy did with one cancel, at times in epoch milliseconds. */
export type CancelRecord = {
  messageId: string
  body: string
  fault: CancelFault
  cameAt: number
  /** When it, and a copy of it, was passed on to the server. */
  passedAt: number[]
  /** What the sender was told, and when. */
  answered: { status: number; at: number } | undefined
  /** When the sender had given it up before that. */
  givenUpAt: number | undefined
}
