import type { EndReason, EndStatus } from './end-reason'
import type { Receipt, Usage } from './message'

/** How a message ended, with the text that was kept. */
export type EndedAnswer = {
  messageId: string
  /** The session in which it ended. */
  sessionId?: string
  status: EndStatus
  endReason: EndReason
  text: string
  receipt?: Receipt
  usage?: Usage
}

/** A message that streams again: the session that was to be stopped had ended before. */
export type AnswerGoneOn = { messageId: string; sessionId: string; status: 'active'; text: string }

/** The likely cost of letting the sentence end, by the length of the sentences before it. */
export type SentenceEstimate = { outputTokens: number; cost?: number }

/**
 * The answer to a cancel. `unconfirmed`: the stop is on record and will be carried out; `pending`: the
 * stop waits for the send of that session; `finishing`: the answer ends with its sentence.
 */
export type CancelOutcome =
  | ({ outcome: 'cancelled' } & EndedAnswer)
  | ({ outcome: 'already_ended' } & (EndedAnswer | AnswerGoneOn))
  | { outcome: 'finishing'; messageId: string; estimate?: SentenceEstimate }
  | { outcome: 'unconfirmed' | 'pending'; messageId: string }
