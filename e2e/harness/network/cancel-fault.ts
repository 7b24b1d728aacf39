/** The fate of one cancel on its way. Times are in milliseconds. */
export type CancelFault =
  | { kind: 'pass' }
  /** It does not reach the server, and is never answered. */
  | { kind: 'swallow' }
  /** It reaches the server, and is never answered. */
  | { kind: 'swallow-answer' }
  /** It reaches the server this much later, even if its sender has given up by then. */
  | { kind: 'delay'; milliseconds: number }
  /** A copy of it follows this much later. */
  | { kind: 'double'; milliseconds: number }
  /** It lets the next cancel reach the server first, and waits at most this long for that. */
  | { kind: 'overtake'; milliseconds: number }
  /** It does not reach the server, and is answered with this status. */
  | { kind: 'refuse'; status: 502 | 503; retryAfterSeconds: number | undefined }
  /** It does not reach the server, and its connection is reset. */
  | { kind: 'reset' }

/** How a cut network treats new connections: it resets them, or lets them hang. */
export type CutKind = 'reset' | 'hang'

/** What the proxy did with one cancel. Times are epoch milliseconds. */
export type CancelRecord = {
  messageId: string
  body: string
  fault: CancelFault
  cameAt: number
  /** When the cancel, and then its copy, was passed on to the server. */
  passedAt: number[]
  /** The answer that the sender got, and when. */
  answered: { status: number; at: number } | undefined
  /** When the sender gave up without an answer. */
  givenUpAt: number | undefined
}
