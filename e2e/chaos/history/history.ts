import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import type { Call } from '../../fake-provider/books/call.ts'
import type { Fault } from '../../harness/network/fault-proxy'
import type { Plan, PlannedStop } from '../plan/plan'
import type { Conditions } from './conditions'

/** An event, and when it arrived. Times here and below are epoch milliseconds, as the server's are. */
export type SeenEvent = AnswerEvent & { at: number }

/** One connection of a reader. */
export type ConnectionHistory = {
  requestedAt: number
  /** When the response's headers arrived. The server had let the reader in before that. */
  openedAt: number | undefined
  /** When the reader left, was broken off, or had read the end. */
  closedAt: number
  /** The ID of the event after which the reader asked to go on. */
  after: string | undefined
  events: SeenEvent[]
  /**
   * `done`: the reader was told that the answer was over. `broken`, `ended`: an error, or a clean
   * end, before that. `gone`: there is no such answer. `missed`: the end never came.
   */
  end: 'done' | 'left' | 'broken' | 'ended' | 'gone' | 'missed'
  /** The line that the connection went through broke it off. */
  brokenByLine: boolean
}

/** Everything that one reader saw, over all its connections. */
export type ReaderHistory = {
  name: string
  source: 'answer' | 'events'
  /** The reader was connected before the send. */
  isThereFirst: boolean
  /** The text that the reader already had, if its first connection brings only new text. */
  had: string | undefined
  connections: ConnectionHistory[]
}

/** A stop as its caller saw it, with the message as the caller read it right after. */
export type StopHistory = Pick<PlannedStop, 'moment' | 'of' | 'mode'> & {
  askedAt: number
  answeredAt: number
  status: number
  /** The caller tried again: an earlier try may still be under way, or be carried out late. */
  wasRepeated: boolean
  /** The answers that the stop says it has stopped, and those of which it cannot say it yet. */
  won: string[]
  unconfirmed: string[]
  /** The server's answer to a stop of one answer. */
  outcome: CancelOutcome | undefined
  /** The stop may keep less text than there was: the seen text, or up to the end of a sentence. */
  mayCut: boolean
  /** The most characters that a stop at once may keep. */
  seenTextLength: number | undefined
  readAfter: Message | undefined
}

/** Everything that was seen of one session of an answer, from all sides. */
export type AnswerHistory = {
  name: string
  messageId: string
  directive: string
  providerFaults: readonly Fault[]
  keepGoing: boolean
  /** The number of the server that ran it, where there are several and it is known. */
  server: number | undefined
  /** The text that earlier sessions had kept. */
  before: string
  /** The requests that may end the answer. */
  wishes: { reason: EndReason; askedAt: number }[]
  stops: StopHistory[]
  /** Stops of the session before that arrived only now, and must not stop this one. */
  lateStops: StopHistory[]
  readers: ReaderHistory[]
  /** The call that the provider got for this session. */
  call: Call | undefined
  /** The call before that under the same key, for an earlier session. */
  earlierCall: Call | undefined
  /** How many calls under that key there may be by now. */
  mostCalls: number
  /** The message in the end, over HTTP and in the database; undefined when it was deleted. */
  message: Message | undefined
  stored: { status: string; endReason: string | null; text: string } | undefined
}

/** The status that a person got who asked for something that is not theirs, or is deleted. */
export type Refusal = { call: string; status: number; wanted: number }

/** Another question that was sent into the same chat, and the server's answer to it. */
export type NextSend = {
  supersede: boolean
  askedAt: number
  answeredAt: number
  status: number
  refusal: { code: string; messageId?: string } | undefined
}

/** A deletion, and what was left of the answer right after it. */
export type DeletionHistory = {
  askedAt: number
  answeredAt: number
  status: number
  wasRepeated: boolean
  rowsLeft: number
  isRunning: boolean
}

export type History = {
  plan: Plan
  conditions: Conditions
  /** First the answer that the plan is about, then those that ran beside it or came after it. */
  answers: [AnswerHistory, ...AnswerHistory[]]
  next: NextSend | undefined
  deletion: DeletionHistory | undefined
  /** The text of an answer before and after it was regenerated. */
  sibling: { before: string; after: string } | undefined
  refusals: Refusal[]
  /** The answers that the server says are running, once all have ended. */
  listed: string[]
}
