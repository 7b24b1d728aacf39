import type { Chat } from '@/lib/contract/chat'
import type { EndedMessageRecord } from '@/lib/db/messages'

/** A change to something that a person owns, told once the database has it. */
export type Notice =
  | { type: 'stream-started'; messageId: string }
  /** A stop arrived before its send: the answer never streamed. */
  | { type: 'answer-stopped-first'; answer: EndedMessageRecord }
  | { type: 'chat-changed'; chat: Chat }
  | { type: 'chat-deleted'; chatId: string }
  | { type: 'person-deleted' }

/** A question or an answer from one server to another. */
export type ServerMessage =
  /** The server that runs this session is to end it, and to confirm that to the server `replyTo`. */
  | {
      type: 'cancel-requested'
      requestId: string
      replyTo: string
      sessionId: string
      reason: 'user' | 'superseded' | 'deleted'
      seenTextLength?: number
      mode?: 'now' | 'sentence'
    }
  /** The end of that session is saved, or the session ends with its sentence. */
  | { type: 'cancel-confirmed'; requestId: string; sessionId: string }

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
