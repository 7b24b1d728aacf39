import type { EndReason, EndStatus } from './end-reason'
import type { Receipt, Usage } from './message'

/** How a message ended, with the text that was kept. */
export type EndedAnswer = {
  messageId: string
  status: EndStatus
  endReason: EndReason
  text: string
  receipt?: Receipt
  usage?: Usage
}

/**
 * The answer to a cancel. `unconfirmed`: the wish is on record and is carried out; `pending`: it
 * waits for the send of that answer; `finishing`: the sentence is let end.
 */
export type CancelOutcome =
  | ({ outcome: 'cancelled' | 'already_ended' } & EndedAnswer)
  | { outcome: 'unconfirmed' | 'pending' | 'finishing'; messageId: string }
