import type { ChatSettings } from '@/lib/contract/chat'
import type { EndReason, EndStatus } from '@/lib/contract/end-reason'
import type { AnswerError, MessagePart, Receipt } from '@/lib/contract/message'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import type { ChatRecord } from './chats'
import type { FactsAtBeginning, GivenAtEnd } from './message-facts'
import type { EndedMessageRecord, MessageRecord } from './messages'

/** A new answer, with all that is written before its stream starts. */
export type AnswerStart = {
  ownerId: string
  processId: string
  /** `settings` and `keepGoing` are those of a new chat; a `known` chat must still be there. */
  chat: {
    id: string
    known: boolean
    /** The title by its first question, where the person has given it none. */
    titleByQuestion: string
    model?: string
    settings: ChatSettings
    keepGoing: boolean
  }
  question?: { id: string; parentId: string | null; parts: MessagePart[]; editOf?: string }
  /** `parentId` is the question, if that is there already. */
  answer: { id: string; model: string; parentId?: string } & FactsAtBeginning
  sessionId: string
  /** Whether the client named the session: then a stop that names another one is not for it. */
  sessionIsNamed: boolean
  now: number
  /** The same moment by the monotonic clock, which tells how long a stop has waited for it. */
  monotonicNow: number
} & Places

/** How many answers may stream at once. */
type Places = {
  /** How many of this person's, on all servers together, with the one that begins. */
  most: number
}

/** So many of the person's answers stream already; `oldestMessageId` names the first of these that began. */
export type TooManyStreams = { outcome: 'too_many_streams'; oldestMessageId: string }

/** `answer` has ended as cancelled where a stop had come before it. */
export type AnswerStarted =
  | { outcome: 'started'; chat: ChatRecord; answer: MessageRecord }
  | TooManyStreams
  | {
      outcome:
        | 'answer_id_taken'
        | 'chat_id_taken'
        | 'session_id_taken'
        /** The same question, under its ID, is there already. */
        | 'question_asked'
        | 'chat_answering'
        /** The person, the chat or the message that the turn follows was deleted. */
        | 'gone'
    }

/** A new session of an answer that has ended. */
export type AnswerContinuation = {
  ownerId: string
  processId: string
  messageId: string
  model: string
  sessionId: string
  now: number
  monotonicNow: number
} & FactsAtBeginning &
  Places

/** `answer` has ended as cancelled where a stop had come before its session. */
export type AnswerGoesOn =
  | { outcome: 'started'; chat: ChatRecord; answer: MessageRecord }
  | TooManyStreams
  | { outcome: 'session_id_taken' | 'chat_answering' | 'gone' }

/** A stop that came before its send; for one session of the message if that is named. */
export type CancelRequestRecord = {
  messageId: string
  ownerId: string
  sessionId?: string | undefined
  /** By the monotonic clock. Several servers have none in common: their database then takes its own. */
  createdAt: number
}

/** A stream session: its message, how many parts that had before it, and why it ended, once it has. */
export type SessionRecord = {
  messageId: string
  partsBefore: number
  endReason: EndReason | null
}

/** Text of one part that came in at `position` of the answer's log. */
export type StreamChunk = {
  sessionId: string
  position: number
  part: number
  kind: PartKind
  text: string
}

/** An active session that nobody runs. */
export type Orphan = { sessionId: string; messageId: string }

/**
 * Whether this call has ended the session, and why parts of the message could not be taken over: some were no
 * parts, or they were too long.
 */
export type OrphanOutcome = { ended: boolean; damage?: 'no parts' | 'too long' }

/** How a session ended, with all that is then written to its message. */
export type AnswerEnd = {
  sessionId: string
  messageId: string
  status: EndStatus
  reason: EndReason
  parts: MessagePart[]
  textLength: number
  chunkCount: number
  firstTokenAt?: number
  cancelRequestedAt?: number
  /** The stop of another server that has ended it. */
  cancelRequestId?: string
  endedAt: number
  /** Makes the receipt of a stop in the last moment before it is written: it tells how long that took. */
  receipt?: (() => Receipt) | undefined
  error?: AnswerError
} & GivenAtEnd

/**
 * The outcome of an end. `already_mine`: an earlier call has written this very end, and its answer was
 * lost; `lost`: the session is gone, or has ended otherwise.
 */
export type EndOutcome = 'won' | 'already_mine' | 'lost'

/** An active session as the database has it: another server may have changed its owner or its chat. */
export type ActiveSession = {
  ownerId: string
  /** Whether the chat's answers go on when nobody follows them. */
  keepGoing: boolean
}

/** The life of stream sessions. */
export interface StreamStore {
  /**
   * Writes question, empty answer and session in one transaction, or nothing. Of sends at the same time,
   * on however many servers, no more begin than the person may have at once.
   */
  begin(start: AnswerStart): Promise<AnswerStarted>
  /** Makes an ended answer active again, in a new session, or changes nothing. */
  beginAgain(continuation: AnswerContinuation): Promise<AnswerGoesOn>
  /**
   * Leaves a stop for a session that is still to come, whose beginning carries it out. False when the
   * answer is there already and has, or had, that session. The stop waits for 30 s. Of a stop and a
   * beginning at the same time, the later one sees the earlier one.
   */
  requestCancel(request: CancelRequestRecord): Promise<boolean>
  /** The session with this ID, of any owner. */
  findSession(sessionId: string): Promise<SessionRecord | undefined>
  /**
   * Adds the new chunks of all streams, in one transaction, except those of sessions that have ended. Safe to
   * repeat, with what has come since: of two chunks at one position the longer one stays.
   * Gives the sessions of these chunks that are still active: whoever runs another one has lost it.
   */
  saveChunks(chunks: readonly StreamChunk[]): Promise<ReadonlySet<string>>
  /** Those of these sessions that are still active, by ID. */
  activeAmong(sessionIds: readonly string[]): Promise<ReadonlyMap<string, ActiveSession>>
  /** Ends an active session and folds its text into the message, once. Safe to repeat. */
  end(end: AnswerEnd): Promise<EndOutcome>
  /** Ends several sessions as `end` does, in one transaction and without receipts; those that are gone stay so. */
  endAll(ends: readonly AnswerEnd[]): Promise<void>
  /** The message of any owner: to see whether its ID is taken, and for the process that runs its stream. */
  findAnswer(messageId: string): Promise<MessageRecord | undefined>
  /** The latest answers of this person that ended at `time` or later, or in one of these sessions. */
  endedSince(ownerId: string, time: number, sessionIds: string[]): Promise<EndedMessageRecord[]>
  /**
   * The active sessions that no living server runs: of a file those of earlier processes, so this is asked
   * at a start, before there are others. Throws where nothing can be written now.
   */
  orphans(): Promise<Orphan[]>
  /**
   * The active session of this message, if no living server runs it. Of a file there is none after the start:
   * its one server runs them all.
   */
  orphanOf(messageId: string): Promise<Orphan | undefined>
  /**
   * Ends a session as `interrupted`, with its saved text up to that length, if it is still active and no living
   * server runs it; with `ofServer`, also where that server should run it.
   */
  interruptOrphan(
    orphan: Orphan,
    options: { now: number; maxCharacters: number; ofServer?: string },
  ): Promise<OrphanOutcome>
  /**
   * Ends a session that cannot be read in the same way, and leaves its saved text where it is. Says whether this
   * call has ended it.
   */
  setOrphanAside(orphan: Orphan, now: number): Promise<boolean>
}
