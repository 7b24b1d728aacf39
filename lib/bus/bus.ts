import type { CancelMark } from '@/lib/contract/cancel-mark'
import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Chat } from '@/lib/contract/chat'
import type { MessageMetadata } from '@/lib/contract/message'
import type { PartKind } from '@/lib/contract/parts/part-kinds'
import type { StreamInfo } from '@/lib/contract/stream-info'
import type { EndedMessageRecord } from '@/lib/db/messages'

/** A change to something that a person owns, told once the database has it. */
export type Notice =
  | { type: 'stream-started'; messageId: string }
  /** A stop arrived before its send: the answer never streamed. */
  | { type: 'answer-stopped-first'; answer: EndedMessageRecord }
  | { type: 'chat-changed'; chat: Chat }
  | { type: 'chat-deleted'; chatId: string }
  | { type: 'person-deleted' }

/** How a server follows an answer of another one: `none` reads once, and is no follower. */
export type FollowKind = 'sender' | 'other' | 'none'

/** A server follows this session after `position` of its log. */
export type FollowWish = {
  messageId: string
  sessionId: string
  position: number
  kind: FollowKind
}

/** A piece of an answer's log; `end` is the position after it. */
export type AnswerPiece = {
  type: 'open' | 'text' | 'close'
  part: number
  kind: PartKind
  text: string
  end: number
}

/** What is new of a running answer: pieces of its log up to `end`, and what only its server knows. */
export type AnswerNews = {
  sessionId: string
  pieces: AnswerPiece[]
  end: number
  facts: Pick<MessageMetadata, 'firstTokenMs' | 'thoughtMs' | 'modelLoading'>
}

/** A question or an answer from one server to another; `replyTo` names the server that asks. */
export type ServerMessage =
  /** The server that runs this session is to end it. */
  | ({
      type: 'cancel-requested'
      replyTo: string
      messageId: string
      sessionId: string
    } & CancelMark)
  /** What came of that; without an outcome no such session runs there. */
  | { type: 'cancel-answered'; requestId: string; outcome?: CancelOutcome }
  | { type: 'streams-wanted'; requestId: string; replyTo: string; personId: string }
  | { type: 'streams-told'; requestId: string; streams: StreamInfo[] }
  | ({ type: 'follow-wanted'; replyTo: string } & FollowWish)
  /** All that `replyTo` follows on the server to which this is sent: what is not named has ended. */
  | { type: 'follows-kept'; replyTo: string; follows: FollowWish[] }
  | { type: 'follow-ended'; replyTo: string; sessionId: string }
  | { type: 'answers-grown'; answers: AnswerNews[] }
  /** The end of that session is in the database. */
  | { type: 'answer-ended'; sessionId: string }

/** News for every server. */
export type Broadcast =
  | { type: 'credentials-ended'; credentialIds: string[] }
  | { type: 'guest-moved'; guestId: string; accountId: string }
  /** Whether the answers of this chat go on when nobody follows them. */
  | { type: 'keep-going-changed'; chatId: string; keepGoing: boolean }

/**
 * Carries news to this server and to others. This server hears its own at once, in the same step. The way
 * to the others is best effort: news may be lost, repeated and delayed, and reach one target before
 * another; each server's news for one target stays in order. So news is never the truth, which is in the
 * database. No call throws, waits for another server, or fails because a listener does.
 */
export interface Bus {
  /** Names this process among the servers. */
  readonly serverId: string

  /** Whether the other servers are not heard now: what they do not say means nothing then. */
  readonly isDeaf: boolean

  /** Tells everybody who listens to this person, on every server. */
  publish(personId: string, notice: Notice): void

  /** Listens to a person, until the result is called. */
  subscribe(personId: string, listener: (notice: Notice) => void): () => void

  /**
   * Resolves, within a second, once the notices of other servers reach those who listen to this person
   * here; where they do not yet, `whenDeaf` is told as soon as they do. Read what the person has after
   * this, not before. Never rejects.
   */
  subscribed(personId: string): Promise<void>

  /** Tells one server, which may be this one. Nothing happens if there is no such server. */
  send(serverId: string, message: ServerMessage): void

  /** Tells every server, and this one. */
  broadcast(message: Broadcast): void

  /** Hears what is sent to this server, and to all, until the result is called. */
  receive(listener: (message: ServerMessage | Broadcast) => void): () => void

  /**
   * Calls back, until the result is called, when news may have been missed and is heard again: at most
   * once a second. Nothing that was sent more than `deafFor` milliseconds ago is missing.
   */
  whenDeaf(listener: (deafFor: number) => void): () => void
}
