import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { EndReason } from '@/lib/contract/end-reason'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Message } from '@/lib/contract/message'
import type { Call } from '../../fake-provider/books/call.ts'
import type { Fault } from '../../harness/network/fault-proxy'
import type { Plan, PlannedStop } from '../plan/plan'

/** One connection of a reader. Times here and below are epoch milliseconds, as the server's are. */
export type ConnectionHistory = {
  requestedAt: number
  /** When its headers had come: the server had let it in before. */
  openedAt: number | undefined
  /** When it left, or was broken off, or had read its end. */
  closedAt: number
  /** The ID of the event after which it asked to go on. */
  after: string | undefined
  events: AnswerEvent[]
  /**
   * `done`: it read that it was over. `broken`: an error; `ended`: a clean end before that. `gone`:
   * there is no such answer. `missed`: it waited for the end in vain.
   */
  end: 'done' | 'left' | 'broken' | 'ended' | 'gone' | 'missed'
  /** The line that it went through broke it off. */
  brokenByLine: boolean
}

/** What one reader saw, over all its connections. */
export type ReaderHistory = {
  name: string
  source: 'answer' | 'events'
  /** It was connected before the send. */
  isThereFirst: boolean
  /** The text that it had before, where its first connection brings only what is new. */
  had: string | undefined
  connections: ConnectionHistory[]
}

/** A stop as its caller knew it, with the message as it was read right after. */
export type StopHistory = Pick<PlannedStop, 'moment' | 'of'> & {
  askedAt: number
  answeredAt: number
  status: number
  /** The answers that it says it has stopped. */
  won: string[]
  unconfirmed: boolean
  /** What a stop of one answer was told. */
  outcome: CancelOutcome | undefined
  /** It may keep less text than there was: what was seen, or up to the end of a sentence. */
  mayCut: boolean
  /** How much a stop at once may keep at most. */
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
  /** The text that earlier sessions had kept. */
  before: string
  /** What was asked for that ends an answer. */
  wishes: { reason: EndReason; askedAt: number }[]
  stops: StopHistory[]
  /** Stops of the session before that came only now: they wish nothing of this one. */
  lateStops: StopHistory[]
  readers: ReaderHistory[]
  /** The call that the provider got for it. */
  call: Call | undefined
  /** The one before that under the same key, for an earlier session. */
  earlierCall: Call | undefined
  /** How many calls under that key there may be by now. */
  mostCalls: number
  /** The message in the end, over HTTP and in the database; undefined when it was deleted. */
  message: Message | undefined
  stored: { status: string; endReason: string | null; text: string } | undefined
}

/** What somebody got who asked for what is not theirs, or not there any more. */
export type Refusal = { call: string; status: number; wanted: number }

/** Another question that was sent into the same chat, and how that was answered. */
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
  rowsLeft: number
  isRunning: boolean
}

export type History = {
  plan: Plan
  /** The answer that the plan is about first, then those that came beside and after it. */
  answers: [AnswerHistory, ...AnswerHistory[]]
  next: NextSend | undefined
  deletion: DeletionHistory | undefined
  /** An answer that another one was asked for beside, before and after that. */
  sibling: { before: string; after: string } | undefined
  refusals: Refusal[]
  /** The answers that the server says are running, once all have ended. */
  listed: string[]
}
